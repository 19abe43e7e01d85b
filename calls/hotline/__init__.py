"""The log of a hotline: its rows become incoming calls, or are calls somebody has logged."""
