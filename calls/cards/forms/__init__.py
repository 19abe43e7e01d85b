"""calls/cards: what is typed on its pages."""
