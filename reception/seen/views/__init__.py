"""reception/seen: its pages."""
