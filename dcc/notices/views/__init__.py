"""dcc/notices: its pages."""
