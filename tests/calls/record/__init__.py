"""Tests of calls/record."""
