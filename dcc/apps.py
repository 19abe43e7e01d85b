"""The lowest room."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created

from dcc.database.address import know_json, set_in_transactions


class DccConfig(AppConfig):
    """Stores, people, rights, the trail."""

    name = "dcc"
    verbose_name = "DCC"

    def ready(self) -> None:
        """Hang up what this room adds to the sockets, and its checks."""
        from dcc import plugs  # noqa: F401, PLC0415 - models exist only now
        from dcc.installation import checks  # noqa: F401, PLC0415 - models exist only now

        connection_created.connect(set_in_transactions, dispatch_uid="dcc.database.address")
        connection_created.connect(know_json, dispatch_uid="dcc.database.address.json")
