"""reception/given: its verbs."""
