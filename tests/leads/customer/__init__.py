"""Tests of leads/customer."""
