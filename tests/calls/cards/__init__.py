"""Tests of calls/cards."""
