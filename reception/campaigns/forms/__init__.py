"""reception/campaigns: what is typed on its pages."""
