"""dcc/robots: its pages."""
