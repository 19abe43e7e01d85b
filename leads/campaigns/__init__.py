"""What marketing plans and whom it invites."""
