"""leads/exports: what is typed on its pages."""
