"""Notices: what people are told under the bell."""
