"""reception/door: what is typed on its pages."""
