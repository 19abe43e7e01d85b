"""Pages of leads/keeping."""
