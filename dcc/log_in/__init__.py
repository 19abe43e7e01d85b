"""Logging in: accounts, passwords, sessions, known devices, the throttle."""
