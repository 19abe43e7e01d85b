"""Tests of dcc/frame."""
