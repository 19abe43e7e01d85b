"""reporting/overview: its pages."""
