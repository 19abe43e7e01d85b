"""leads/dealing: its pages."""
