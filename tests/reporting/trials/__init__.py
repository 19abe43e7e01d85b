"""Other rules tried on what was."""
