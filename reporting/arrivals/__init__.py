"""Who is to come, and how likely each is: the forecast of a day."""
