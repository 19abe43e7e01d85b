"""Walls: two faces of the store's day, shown without a log-in to whoever has their address (docs/rules/interface.md#walls)."""
