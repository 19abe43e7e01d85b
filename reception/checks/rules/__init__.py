"""reception/checks: its verbs."""
