"""Tests of reporting/boards."""
