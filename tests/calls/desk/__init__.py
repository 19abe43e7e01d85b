"""Tests of calls/desk."""
