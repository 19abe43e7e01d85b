"""dcc/people: its pages."""
