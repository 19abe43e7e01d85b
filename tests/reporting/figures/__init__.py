"""Tests of reporting/figures."""
