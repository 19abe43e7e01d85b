"""Tests of leads/campaigns."""
