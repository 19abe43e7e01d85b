"""The customer's card."""
