"""reception/reconcile: its pages."""
