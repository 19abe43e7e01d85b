"""The reception room."""

from django.apps import AppConfig


class ReceptionConfig(AppConfig):
    """Visits, attribution, orders, transfers of showroom cards."""

    name = "reception"
    verbose_name = "Reception"

    def ready(self) -> None:
        """Hang up what this room adds to the sockets."""
        from reception import plugs  # noqa: F401, PLC0415 - models exist only now
