"""reporting/compared: its pages."""
