"""reporting/figures: what pages and forms share."""
