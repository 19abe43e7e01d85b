"""Campaigns: whom they invite, and what comes of them."""
