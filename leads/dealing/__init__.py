"""The rules by which the pool is given out: lines, weights and caps, what they would have given, the balance in expected visits."""
