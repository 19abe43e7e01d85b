"""The daily board, and the role's desk."""
