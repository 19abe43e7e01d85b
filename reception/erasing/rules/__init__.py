"""reception/erasing: its verbs."""
