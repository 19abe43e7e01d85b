"""reception/customers: its pages."""
