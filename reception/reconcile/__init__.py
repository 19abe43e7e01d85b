"""Visits against leads: leakages, corrections, claims."""
