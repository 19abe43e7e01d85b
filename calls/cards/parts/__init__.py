"""calls/cards: what pages and forms share."""
