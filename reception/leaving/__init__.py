"""Somebody of the team leaves: what they hold goes to others in one deed (离职交接)."""
