"""calls/cards: its views."""
