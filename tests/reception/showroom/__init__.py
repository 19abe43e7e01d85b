"""Tests of reception/showroom."""
