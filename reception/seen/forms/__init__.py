"""reception/seen: what is typed on its pages."""
