"""reception/given: what is typed on its pages."""
