"""Trying other rules of attribution and transfer on what was (规则试算)."""
