"""reporting/arrivals: its pages."""
