"""The reports that are tables of one question: people, lost, first response, hours, leakage; each compared with another time."""
