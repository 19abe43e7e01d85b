"""Tests of leads/channels."""
