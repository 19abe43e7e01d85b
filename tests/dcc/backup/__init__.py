"""Tests of dcc/backup."""
