"""The month's targets and their pace."""
