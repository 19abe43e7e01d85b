"""Verbs of dcc/roster."""
