"""reception/customers: what pages and forms share."""
