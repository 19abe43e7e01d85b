"""reporting/leaks: its pages."""
