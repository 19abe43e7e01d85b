"""战败复核: a few of the lost are drawn each morning for somebody who never called them, and asked anew."""
