"""reporting/evening_report: what is typed on its pages."""
