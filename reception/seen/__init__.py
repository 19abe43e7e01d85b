"""Who saw a number."""
