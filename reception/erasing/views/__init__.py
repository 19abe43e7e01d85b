"""reception/erasing: its pages."""
