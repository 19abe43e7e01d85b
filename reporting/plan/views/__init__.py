"""reporting/plan: its pages."""
