"""reporting/funnel: its pages."""
