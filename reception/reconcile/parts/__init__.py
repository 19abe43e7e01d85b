"""reception/reconcile: what pages of others show of it."""
