"""Tests of the signed day."""
