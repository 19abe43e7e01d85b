"""calls/desk: what is typed on its pages."""
