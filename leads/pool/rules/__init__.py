"""leads/pool: its verbs."""
