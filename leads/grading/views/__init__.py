"""leads/grading: its pages."""
