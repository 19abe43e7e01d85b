"""Tests of reporting/evening."""
