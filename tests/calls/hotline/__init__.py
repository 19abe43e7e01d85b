"""Tests of calls/incoming."""
