"""leads/channels: its verbs."""
