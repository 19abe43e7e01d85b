"""The calls room."""

from django.apps import AppConfig


class CallsConfig(AppConfig):
    """Calls, cards, appointments: the agent's day."""

    name = "calls"
    verbose_name = "Calls"

    def ready(self) -> None:
        """Hang up what this room adds to the sockets."""
        from calls import plugs  # noqa: F401, PLC0415 - models exist only now
