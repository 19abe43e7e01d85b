"""reception/reconcile: what is typed on its pages."""
