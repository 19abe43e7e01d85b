"""reception/campaigns: its verbs."""
