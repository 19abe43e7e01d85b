"""Figures: measures, rates, dimensions, questions, and the rows behind each number."""
