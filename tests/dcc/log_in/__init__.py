"""Tests of dcc/log_in."""
