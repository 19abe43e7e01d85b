"""Copies of the installation: written, verified, kept for a while, brought back, and moved to another database."""
