"""Channels of a store and the names they go by."""
