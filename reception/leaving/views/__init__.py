"""reception/leaving: its pages."""
