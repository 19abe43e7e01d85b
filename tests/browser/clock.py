"""A clock that tests set: the program and every window of the browser go by it, and it runs on by itself."""

from datetime import datetime

from django.utils import timezone
from playwright.sync_api import BrowserContext


class Clock:
    """The hour of the play. It begins with `moment`; `set_to` puts it forward for the program and for the windows that `shows` named."""

    def __init__(self, moment: datetime) -> None:
        self._real, self._windows = timezone.now, []
        self._ahead = moment - self._real()

    def now(self) -> datetime:
        """Return what time it is."""
        return self._real() + self._ahead

    def set_to(self, moment: datetime) -> None:
        """Let it be this moment everywhere."""
        self._ahead = moment - self._real()
        for window in self._windows:
            window.clock.set_system_time(moment)

    def shows(self, window: BrowserContext) -> None:
        """Let this window go by the clock, too."""
        self._windows.append(window)
        window.clock.set_system_time(self.now())
