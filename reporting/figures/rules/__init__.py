"""reporting/figures: deeds."""
