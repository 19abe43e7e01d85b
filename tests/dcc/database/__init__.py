"""Tests of dcc/database."""
