"""calls/second_look: its rules."""
