"""leads/customer: what is typed on its pages."""
