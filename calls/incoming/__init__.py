"""Incoming calls: who is calling, and what came of it."""
