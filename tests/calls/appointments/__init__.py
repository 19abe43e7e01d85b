"""Tests of calls/appointments."""
