"""reporting/plan: its verbs."""
