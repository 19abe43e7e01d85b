"""A store: what it is born with, its settings, its lists of words, its first steps."""
