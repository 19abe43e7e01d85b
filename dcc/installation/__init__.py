"""The installation: its keys, files, logs, checks, health, and what happens by itself."""
