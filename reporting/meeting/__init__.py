"""reporting/meeting: the morning and the evening meeting on one screen and one sheet."""
