"""leads/topics: what is typed on its pages."""
