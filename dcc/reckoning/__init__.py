"""How days, working minutes, shares and quotients are reckoned."""
