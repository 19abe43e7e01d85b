"""reception/erasing: what is typed on its pages."""
