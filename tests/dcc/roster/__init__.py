"""Tests of dcc/roster."""
