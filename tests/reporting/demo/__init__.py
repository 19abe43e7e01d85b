"""Tests of reporting/demo."""
