"""leads/barred: its verbs."""
