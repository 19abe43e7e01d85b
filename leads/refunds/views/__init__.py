"""leads/refunds: its pages."""
