"""reporting/evening_report: its verbs."""
