"""leads/intake: its verbs."""
