"""leads/intake: what is typed on its pages."""
