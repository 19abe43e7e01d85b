"""leads/channels: what is typed on its pages."""
