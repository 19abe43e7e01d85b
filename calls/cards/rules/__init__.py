"""calls/cards: its verbs."""
