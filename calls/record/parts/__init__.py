"""calls/record: what pages and forms share."""
