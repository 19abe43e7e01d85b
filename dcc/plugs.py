"""What this room hangs on its own sockets."""
