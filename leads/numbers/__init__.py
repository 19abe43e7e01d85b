"""Numbers that end: privacy numbers, and what takes their place."""
