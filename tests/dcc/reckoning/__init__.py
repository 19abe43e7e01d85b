"""Tests of dcc/reckoning."""
