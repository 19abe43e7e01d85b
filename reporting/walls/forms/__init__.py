"""reporting/walls: what is typed on its pages."""
