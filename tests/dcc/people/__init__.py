"""Tests of dcc/people."""
