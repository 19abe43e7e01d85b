"""leads/grading: its verbs."""
