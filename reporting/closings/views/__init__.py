"""reporting/closings: its pages."""
