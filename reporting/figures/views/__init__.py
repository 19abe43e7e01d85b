"""reporting/figures: its pages."""
