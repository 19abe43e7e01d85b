"""reception/seen: its verbs."""
