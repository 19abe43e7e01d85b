"""calls/second_look: its views."""
