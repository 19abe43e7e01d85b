"""What a store sets itself to reach."""

from reporting.models.target import Target

__all__ = ["Target"]
