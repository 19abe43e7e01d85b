"""Tests of leads/roster."""
