"""Processes of an installation, started again when they end, as the units of systemd do (deploy/systemd)."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

PAUSE = 0.5  # seconds until a process that ended is begun again


class Process:
    """A process that is to run: `begun` starts it."""

    def __init__(self, name: str, begun: Callable[[], subprocess.Popen]) -> None:
        self.name, self.begun, self.wanted, self.ended_at = name, begun, True, 0.0
        self.running = begun()

    def look(self) -> None:
        """Begin it again where it ended a while ago."""
        if not self.wanted or self.running.poll() is None:
            self.ended_at = 0.0
        elif not self.ended_at:
            self.ended_at = time.monotonic()
        elif time.monotonic() - self.ended_at >= PAUSE:
            self.running, self.ended_at = self.begun(), 0.0

    def kill(self) -> None:
        """End the process without a word, as the machine would; what it began is left to itself."""
        with suppress(ProcessLookupError):
            os.kill(self.running.pid, signal.SIGKILL)

    def kill_child(self) -> None:
        """End the first of the processes it began."""
        children = Path(f"/proc/{self.running.pid}/task/{self.running.pid}/children").read_text().split()
        with suppress(ProcessLookupError):
            os.kill(int(children[0]), signal.SIGKILL) if children else self.kill()

    def end(self) -> None:
        """End it and all it began, for good."""
        self.wanted = False
        with suppress(ProcessLookupError):
            os.killpg(self.running.pid, signal.SIGKILL)
        self.running.wait(timeout=30)


class Keeper(Thread):
    """Looks after processes."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.kept: list[Process] = []
        self.ends = Event()

    def keep(self, process: Process) -> Process:
        """Look after one more."""
        self.kept.append(process)
        return process

    def run(self) -> None:
        """Look at each ten times a second."""
        while not self.ends.wait(0.1):
            for process in self.kept:
                process.look()

    def end(self) -> None:
        """End them all, the last begun first."""
        self.ends.set()
        if self.is_alive():
            self.join()
        for process in reversed(self.kept):
            process.end()
