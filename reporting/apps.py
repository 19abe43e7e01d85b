"""The reporting room."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Measures, figures, targets, the ledger."""

    name = "reporting"
    verbose_name = "Reporting"

    def ready(self) -> None:
        """Hang up what this room adds to the sockets."""
        from reporting import plugs  # noqa: F401, PLC0415 - models exist only now
