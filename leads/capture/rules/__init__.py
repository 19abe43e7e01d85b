"""leads/capture: its verbs."""
