"""Tests of dcc/trail."""
