"""Leads that were given to the showroom, and what became of them there."""
