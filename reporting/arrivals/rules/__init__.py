"""reporting/arrivals: its verbs."""
