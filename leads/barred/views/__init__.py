"""leads/barred: its pages."""
