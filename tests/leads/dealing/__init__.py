"""Tests of leads/dealing."""
