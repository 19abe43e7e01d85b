"""Tests of reception/campaigns."""
