"""leads/campaigns: its verbs."""
