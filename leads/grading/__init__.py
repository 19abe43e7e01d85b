"""Grading and review: the suggested grade, judgements, applications, requests, the end of a cycle."""
