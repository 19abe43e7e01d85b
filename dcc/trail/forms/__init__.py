"""dcc/trail: what is typed on its pages."""
