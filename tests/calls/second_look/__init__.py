"""Tests of calls/second_look."""
