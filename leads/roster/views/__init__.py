"""Pages of leads/roster."""
