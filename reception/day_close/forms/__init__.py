"""reception/day_close: what is typed on its pages."""
