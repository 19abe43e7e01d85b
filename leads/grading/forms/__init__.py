"""leads/grading: what is typed on its pages."""
