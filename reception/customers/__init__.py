"""A reception specialist's customers: the board, the customer in hand, orders."""
