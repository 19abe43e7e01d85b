"""dcc/trail: its pages."""
