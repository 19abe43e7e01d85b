"""leads/topics: its verbs."""
