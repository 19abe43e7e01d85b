"""The roster: who works when, and who is on duty."""
