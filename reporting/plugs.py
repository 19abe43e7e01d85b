"""What this room hangs on the sockets of the rooms below."""
