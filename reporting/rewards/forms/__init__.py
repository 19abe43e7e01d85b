"""reporting/rewards: what is typed on its pages."""
