"""dcc/people: what is typed on its pages."""
