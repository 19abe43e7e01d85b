"""reception/reconcile: its verbs."""
