"""Tests of dcc/installation."""
