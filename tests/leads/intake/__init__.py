"""Tests of leads/intake."""
