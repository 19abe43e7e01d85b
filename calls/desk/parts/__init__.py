"""calls/desk: what pages and forms share."""
