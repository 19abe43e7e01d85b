"""Leads in somebody's hand that nobody touches, or for which nothing is to be done: what happens by itself, and what the leader decides."""
