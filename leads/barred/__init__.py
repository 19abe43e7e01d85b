"""The do-not-call list as a page: who stands on it, numbers written onto it, and lifted."""
