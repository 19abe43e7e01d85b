"""Tests of leads/refunds."""
