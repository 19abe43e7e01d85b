"""reception/door: what pages and forms share."""
