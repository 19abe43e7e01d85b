"""reporting/evening: its pages."""
