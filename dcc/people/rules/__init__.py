"""dcc/people: its verbs."""
