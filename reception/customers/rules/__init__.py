"""reception/customers: its verbs."""
