"""Tests of reception/customers."""
