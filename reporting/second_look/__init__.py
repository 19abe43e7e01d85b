"""What came of second looks: looked, reached, found again, by whose the lead was, channel and reason."""
