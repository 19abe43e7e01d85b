"""Tests of reporting/plan."""
