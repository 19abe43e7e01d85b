"""Questions about what this room keeps."""
