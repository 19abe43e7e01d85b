"""dcc/log_in: its pages."""
