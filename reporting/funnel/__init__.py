"""The funnel, as a picture and a table."""
