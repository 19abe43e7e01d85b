"""dcc/robots: what is typed on its pages."""
