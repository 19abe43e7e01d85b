"""reporting/meeting: its pages."""
