"""How the program meets its database: what its address may say, how long anybody waits, and what is no fault but a bad moment.

Served pages wait a few seconds for a row or a statement, commands and the worker longer: a file of some size is written in one transaction.
A pooler in transaction mode (`?pooler=transaction` in the address) takes no options at the connection and keeps no cursor between two statements:
there the same limits are set at the beginning of each transaction.
"""

import errno

from django.db.utils import InterfaceError, InternalError, OperationalError

PLANNER = {"jit": "off", "random_page_cost": "1.1"}  # short questions, solid-state disks: compiling a plan costs more than it saves
PATIENT = {"lock_timeout": "60s"}
SERVED = {"lock_timeout": "5s", "statement_timeout": "30s", "idle_in_transaction_session_timeout": "60s"}
A_MINUTE = 60  # seconds a connection is kept: opening one costs a third of a poll; SQLite reads new statistics with a new one
SERVED_SECONDS = 5  # of waiting for SQLite's one writer
SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY;",
}
SQL_ITSELF = 1  # SQLite's code for a statement it does not understand: our fault
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}
READ_ONLY, BROKEN_OFF = "25006", {"25P03", "25P04"}  # PostgreSQL's codes of a standby, and of a transaction it ended for taking too long


def configured(database: dict) -> dict:
    """Return the settings of a database as its address gives them, completed for its kind."""
    if database["ENGINE"].endswith("sqlite3"):
        return {"CONN_MAX_AGE": A_MINUTE} | database | {"OPTIONS": dict(SQLITE)}
    options = dict(database.get("OPTIONS", {}))
    given = {"CONN_MAX_AGE": A_MINUTE, "CONN_HEALTH_CHECKS": True} | database
    if options.pop("pooler", "") == "transaction":
        return given | {"OPTIONS": options, "DISABLE_SERVER_SIDE_CURSORS": True, "SET_IN_TRANSACTIONS": PLANNER | PATIENT}
    return given | {"OPTIONS": {"options": as_options(PLANNER | PATIENT)} | options}


def for_pages(database: dict) -> None:
    """Let the connections of this process wait no longer than somebody at a page would."""
    options = database["OPTIONS"]
    if database["ENGINE"].endswith("sqlite3"):
        options["timeout"] = SERVED_SECONDS
    elif "SET_IN_TRANSACTIONS" in database:
        database["SET_IN_TRANSACTIONS"] = PLANNER | SERVED
    elif options["options"] == as_options(PLANNER | PATIENT):
        options["options"] = as_options(PLANNER | SERVED)


def as_options(values: dict[str, str]) -> str:
    """Return settings as PostgreSQL takes them at a connection."""
    return " ".join(f"-c {name}={value}" for name, value in values.items())


def set_in_transactions(connection, **_kwargs) -> None:
    """Behind a pooler, set at the beginning of each transaction what holds for it. Connected to `connection_created`."""
    values = connection.settings_dict.get("SET_IN_TRANSACTIONS")
    if not values:
        return
    words = "; ".join(f"SET LOCAL {name} = '{value}'" for name, value in values.items())

    def begin(execute, sql, params, many, context):
        raw = connection.connection
        if connection.in_atomic_block and raw.info.transaction_status == 0:
            with connection.wrap_database_errors:
                raw.execute(words)
        return execute(sql, params, many, context)

    connection.execute_wrappers = [begin]


def know_json(connection, **_kwargs) -> None:
    """Say that SQLite knows JSON, as the lowest version that Django takes does. Connected to `connection_created`.

    Django finds out by trying, once in a process and inside a transaction: tried while another process holds the database, it would believe for good that
    there is none, and every customer's page would fail until the next start.
    """
    if connection.vendor == "sqlite":
        connection.features.supports_json_field = True


def is_bad_moment(failure: BaseException | None) -> bool:
    """Whether a failure says that the database or the disk cannot do now what it can do at other times, rather than that the program is wrong."""
    if isinstance(failure, OSError):
        return failure.errno in NO_ROOM
    if isinstance(failure, OperationalError):
        return (getattr(failure.__cause__, "sqlite_errorcode", 0) or 0) & 0xFF != SQL_ITSELF
    if isinstance(failure, InternalError):
        return getattr(failure.__cause__, "sqlstate", None) in {READ_ONLY, *BROKEN_OFF}
    return isinstance(failure, InterfaceError)
