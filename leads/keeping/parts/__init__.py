"""What keeping adds to other pages."""
