"""leads/exports: its verbs."""
