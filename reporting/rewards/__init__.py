"""Rewards: what a month of one person comes to by the rules of the store (奖励), and who sets them."""
