"""reporting/second_look: its pages."""
