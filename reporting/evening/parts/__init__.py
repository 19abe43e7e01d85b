"""reporting/evening: what pages share."""
