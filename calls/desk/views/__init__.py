"""calls/desk: its pages."""
