"""reporting/evening: its verbs."""
