"""Tests of reporting/ledger."""
