"""dcc/store: what is typed on its pages."""
