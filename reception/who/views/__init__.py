"""reception/who: its pages."""
