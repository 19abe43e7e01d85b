"""calls/second_look: its parts."""
