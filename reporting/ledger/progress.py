"""A bar on a terminal: how much of a file has been read."""

import time

from django.core.management.base import OutputWrapper

WIDTH = 40


class Progress:
    """Shows a bar at most four times a second."""

    def __init__(self, total: int, stream: OutputWrapper) -> None:
        self._total, self._stream, self._shown = max(total, 1), stream, 0.0

    def show(self, done: int) -> None:
        """Draw the bar for so many bytes."""
        if time.monotonic() - self._shown >= 0.25:
            self._shown = time.monotonic()
            self._draw(done)

    def full(self) -> None:
        """Draw it full."""
        self._draw(self._total)

    def end(self) -> None:
        """Go to the next line, however far it came."""
        self._stream.write("", ending="\n")

    def _draw(self, done: int) -> None:
        filled = WIDTH * done // self._total
        self._stream.write(f"\r{'█' * filled}{'░' * (WIDTH - filled)} {100 * done // self._total:3d} %", ending="")
        self._stream.flush()
