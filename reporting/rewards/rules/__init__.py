"""reporting/rewards: its verbs."""
