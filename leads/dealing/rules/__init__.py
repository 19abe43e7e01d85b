"""leads/dealing: its verbs."""
