"""Tests of leads/grading."""
