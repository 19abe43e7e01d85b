"""dcc/frame: its pages."""
