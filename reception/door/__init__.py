"""The front desk: who came in, whose they are by the rules, and how tags change."""
