"""Tests of what became of leads given to the showroom."""
