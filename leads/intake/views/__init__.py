"""leads/intake: its pages."""
