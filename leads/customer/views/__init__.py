"""leads/customer: its pages."""
