"""The pool: the list of leads, its filters and search, the first response, allocation."""
