"""reporting/walls: its verbs."""
