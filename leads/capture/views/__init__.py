"""leads/capture: its pages, and what programs are answered."""
