"""Tests of leads/keeping."""
