"""Personal data: a person erased on request or because they were kept long enough, and what is known of them as one file."""
