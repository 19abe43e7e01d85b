"""reporting/trials: its verbs."""
