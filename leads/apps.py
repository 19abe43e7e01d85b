"""The leads room."""

from django.apps import AppConfig


class LeadsConfig(AppConfig):
    """Leads: import, pool, allocation, grading."""

    name = "leads"
    verbose_name = "Leads"

    def ready(self) -> None:
        """Hang up what this room adds to the sockets."""
        from leads import plugs  # noqa: F401, PLC0415 - models exist only now
