"""Days and months, closed: what was counted, sealed, and what came after."""
