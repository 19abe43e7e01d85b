"""reporting/evening_report: its pages."""
