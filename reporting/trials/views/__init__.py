"""reporting/trials: its pages."""
