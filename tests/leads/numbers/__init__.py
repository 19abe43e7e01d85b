"""Tests of leads/numbers."""
