"""The trail: every deed, written once and read in sentences."""
