"""Tests of reporting/simulation."""
