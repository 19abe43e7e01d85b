"""reporting/plan: what is typed on its pages."""
