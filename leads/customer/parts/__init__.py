"""leads/customer: what pages and forms share."""
