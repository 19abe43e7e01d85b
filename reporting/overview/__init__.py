"""All reports on one page: what each of them answers."""
