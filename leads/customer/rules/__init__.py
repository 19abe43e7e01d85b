"""leads/customer: its verbs."""
