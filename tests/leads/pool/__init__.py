"""Tests of leads/pool."""
