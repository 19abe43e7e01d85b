"""dcc/backup: its verbs."""
