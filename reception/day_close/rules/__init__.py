"""reception/day_close: verbs."""
