"""leads/topics: its pages."""
