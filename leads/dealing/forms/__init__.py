"""leads/dealing: what is typed on its pages."""
