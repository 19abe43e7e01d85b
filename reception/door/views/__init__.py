"""reception/door: its pages."""
