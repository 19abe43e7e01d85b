"""Tests of dcc/store."""
