"""The lowest room."""

from django.apps import AppConfig


class DccConfig(AppConfig):
    """Stores, people, rights, the trail."""

    name = "dcc"
    verbose_name = "DCC"

    def ready(self) -> None:
        """Hang up what this room adds to the sockets, and its checks."""
        from dcc import checks, plugs  # noqa: F401, PLC0415 - models exist only now
