"""leads/exports: its pages."""
