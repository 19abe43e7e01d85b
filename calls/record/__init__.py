"""What calls, cards and appointments add to a customer's page."""
