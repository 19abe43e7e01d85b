"""leads/numbers: its verbs."""
