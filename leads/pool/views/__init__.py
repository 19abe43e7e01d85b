"""leads/pool: its pages."""
