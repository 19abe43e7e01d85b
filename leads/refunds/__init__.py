"""Bad leads of paid channels: what platforms are asked to pay back."""
