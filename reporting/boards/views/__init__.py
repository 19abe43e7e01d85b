"""reporting/boards: its pages."""
