"""dcc/log_in: what is typed on its pages."""
