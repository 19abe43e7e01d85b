"""Tests of reception/door."""
