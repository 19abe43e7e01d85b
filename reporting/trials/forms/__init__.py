"""reporting/trials: what is typed on its pages."""
