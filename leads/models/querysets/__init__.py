"""Questions about leads, named after what the asker wants."""
