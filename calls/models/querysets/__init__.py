"""Questions about calls, cards and appointments, named after what the asker wants."""
