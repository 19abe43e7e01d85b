"""leads/refunds: its verbs."""
