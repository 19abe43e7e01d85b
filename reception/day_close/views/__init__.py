"""reception/day_close: pages."""
