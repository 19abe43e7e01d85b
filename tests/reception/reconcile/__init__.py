"""Tests of reception/reconcile."""
