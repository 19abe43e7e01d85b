"""calls/second_look: its forms."""
