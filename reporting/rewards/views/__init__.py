"""reporting/rewards: its pages."""
