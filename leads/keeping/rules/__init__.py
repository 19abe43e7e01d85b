"""Verbs of leads/keeping."""
