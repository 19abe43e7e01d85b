"""The showroom's own cards, when they are ripe, and their way to DCC."""
