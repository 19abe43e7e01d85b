"""reception/campaigns: its pages."""
