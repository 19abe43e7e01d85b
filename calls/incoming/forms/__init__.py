"""calls/incoming: what is typed on its pages."""
