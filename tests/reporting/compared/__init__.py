"""Tests of reporting/second_look."""
