"""An installation of its own: database, web and worker as an operator runs them, on the loopback."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import environ
from django.db import connection

from dcc.database.address import configured
from dcc.database.another import at_database, completed
from tests import postgres
from tests.database import chosen
from tests.faults.disk import Disk
from tests.faults.processes import Keeper, Process
from tests.moments import NOW
from tests.whole import tree

DURABLE = postgres.FAST | {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "max_connections": "50"}
DIES_WITH_US = ["setpriv", "--pdeathsig", "KILL"]  # a run that is killed leaves nobody at work


class Installation:
    """Database, web and worker. `apart`: the file that says how far its clock is from the machine's."""

    def __init__(self, folder: Path, disk: Disk) -> None:
        self.folder, self.keeper, self.port = folder, Keeper(), postgres.free_port()
        self.apart = folder / "clock"
        self.set_clock(NOW)
        self.disk = disk
        self.var = self.disk.folder / "var"
        self.var.mkdir(mode=0o700)
        self.server: Process | None = None
        self.url = f"sqlite:///{self.var / 'dcc.sqlite3'}"
        if chosen() == "postgres":
            self.url = self._own_server()
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "DCC_FAULT_CLOCK": str(self.apart),
            "DCC_ENV": "development",
            "DCC_DEBUG": "0",
            "DCC_VAR": str(self.var),
            "DATABASE_URL": self.url,
            "DCC_WEB_PROCESSES": "1",
            "DCC_WEB_THREADS": "6",
            "DCC_BACKUP_AT": "off",
        }
        self._fill()

    def _fill(self) -> None:
        """Take over the tables of the run's own database, which are empty."""
        usual = connection.settings_dict
        connection.close()
        if not self.server:
            shutil.copyfile(usual["NAME"], self.var / "dcc.sqlite3")
            return
        binaries = postgres.find_binaries()
        address = f"postgres://{usual['USER']}:{usual['PASSWORD']}@{usual['HOST']}:{usual['PORT']}/{usual['NAME']}"
        made = subprocess.run([binaries / "pg_dump", "--no-owner", address], check=True, capture_output=True).stdout
        subprocess.run([binaries / "psql", "-q", "-v", "ON_ERROR_STOP=1", self.url], input=made, check=True, stdout=subprocess.DEVNULL)

    def start(self) -> None:
        """Let web and worker run."""
        self.web = self.keeper.keep(Process("web", self.begin_web))
        self.worker = self.keeper.keep(Process("worker", self.begin_worker))
        self.keeper.start()

    def end(self) -> None:
        """End what runs."""
        self.keeper.end()

    def begin_web(self) -> subprocess.Popen:
        """Start a web."""
        return self._begun("web", [str(Path(sys.executable).with_name("gunicorn")), "--bind", f"127.0.0.1:{self.port}", "dcc.wsgi"])

    def begin_worker(self) -> subprocess.Popen:
        """Start a worker."""
        return self._begun("worker", [sys.executable, "manage.py", "work"])

    def _begun(self, name: str, command: list[str]) -> subprocess.Popen:
        with (self.folder / f"{name}.log").open("a") as log:
            return subprocess.Popen([*DIES_WITH_US, *command], cwd=tree.ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True)

    def _own_server(self) -> str:
        began = postgres.start(self.disk.folder / "postgres", how=DURABLE)
        first = [began.process]
        how = {"cwd": self.disk.folder / "postgres", "start_new_session": True, **postgres.as_unprivileged()}

        def begin() -> subprocess.Popen:
            with (self.folder / "postgres.log").open("a") as log:
                return first.pop() if first else subprocess.Popen(began.process.args, stdout=log, stderr=log, **how)

        self.server = self.keeper.keep(Process("database", begin))
        return began.url

    @contextmanager
    def asked(self) -> Iterator[None]:
        """Let whatever asks a database ask this one."""
        with at_database(completed(configured(environ.Env.db_url_config(self.url)))):
            yield

    def set_clock(self, moment: datetime) -> None:
        """Let it be this moment there, from now on running."""
        self._write_apart((moment - datetime.now(UTC)).total_seconds())

    def put_clock(self, by: timedelta) -> None:
        """Put its clock on, or back."""
        self._write_apart(float(self.apart.read_text()) + by.total_seconds())

    def _write_apart(self, seconds: float) -> None:
        new = self.apart.with_suffix(".new")
        new.write_text(str(seconds))
        new.rename(self.apart)

    def now(self) -> datetime:
        """Return what time it is there."""
        return datetime.now(UTC) + timedelta(seconds=float(self.apart.read_text()))

    def ready(self) -> tuple[int, dict]:
        """Return what /readyz answers; (0, {}) where nobody does."""
        try:
            line = HTTPConnection("127.0.0.1", self.port, timeout=20)
            line.request("GET", "/readyz")
            answer = line.getresponse()
            return answer.status, json.loads(answer.read())
        except (OSError, HTTPException, ValueError):
            return 0, {}

    def until(self, holds, *, seconds: float = 180) -> float:
        """Wait until something holds; return how long that took. Fails after so many seconds."""
        began = time.monotonic()
        while not holds():
            assert time.monotonic() - began < seconds, f"not within {seconds} s: {self.ready()} {self.said()}"
            time.sleep(0.3)  # who asks more often keeps a busy machine from what is waited for
        return time.monotonic() - began

    def is_ready(self) -> bool:
        """Whether /readyz is content."""
        return self.ready()[0] == 200

    def said(self) -> str:
        """Return the last that web and worker wrote."""
        return "\n".join(path.read_text()[-6000:] for path in sorted(self.folder.glob("*.log")))


@contextmanager
def installed() -> Iterator[Installation]:
    """Make an installation, its tables empty; it goes with the block."""
    folder = Path(tempfile.mkdtemp(dir=Path(os.environ["DCC_VAR"]).parent, prefix="faults-"))
    folder.chmod(0o711)  # the server's account passes through
    with ExitStack() as left:
        left.callback(shutil.rmtree, folder, ignore_errors=True)
        disk = Disk(folder / "disk")
        left.callback(disk.end)
        house = Installation(folder, disk)
        left.callback(house.end)
        yield house
