"""Tests of who saw a number."""
