"""reporting/spending: its pages."""
