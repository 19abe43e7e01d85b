"""reporting/closings: its verbs."""
