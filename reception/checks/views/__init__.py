"""reception/checks: its pages."""
