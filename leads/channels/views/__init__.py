"""leads/channels: its pages."""
