"""reception/leaving: its verbs."""
