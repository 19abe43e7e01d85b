"""Yesterday's cards and visits, a sample of them asked again whether they are true."""
