"""leads/pool: its forms."""
