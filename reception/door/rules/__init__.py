"""reception/door: its verbs."""
