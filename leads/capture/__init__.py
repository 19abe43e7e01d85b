"""Leads that a website or a portal pushes by themselves: the endpoint, and the tokens that open it."""
