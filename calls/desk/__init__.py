"""The agent's desk: one queue in one order, one form for every call."""
