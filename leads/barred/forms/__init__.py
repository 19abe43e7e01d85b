"""leads/barred: what is typed on its page."""
