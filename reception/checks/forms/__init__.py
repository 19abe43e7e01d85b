"""reception/checks: what is typed on its pages."""
