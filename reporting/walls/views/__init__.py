"""reporting/walls: its pages."""
