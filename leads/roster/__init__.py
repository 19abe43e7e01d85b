"""The page of the roster, with what it says of leads: given today, not called, gone back at the shift's end, arrivals of such hours."""
