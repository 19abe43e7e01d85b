"""dcc/installation: its pages."""
