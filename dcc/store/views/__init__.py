"""dcc/store: its pages."""
