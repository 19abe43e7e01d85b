"""reporting/closings: what pages of several subjects share."""
