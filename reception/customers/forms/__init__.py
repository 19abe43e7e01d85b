"""reception/customers: what is typed on its pages."""
