"""reception/given: its pages."""
