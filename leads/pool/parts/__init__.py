"""leads/pool: what pages and forms share."""
