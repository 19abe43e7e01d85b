"""找谁: whom a walk-in may have named, who is there, and what the desk asks."""
