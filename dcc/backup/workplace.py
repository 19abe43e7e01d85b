"""Where copies are made and opened: a folder of the program's own, one at a time, swept of what a killed one left."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from django.conf import settings
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.installation.private_files import owners_alone, private_folder

FOLDER, LOCK = "backing-up", "backing-up.lock"


@contextmanager
def workplace() -> Iterator[Path]:
    """Yield an empty folder, gone afterwards. Raises Refused while another process makes or opens a copy."""
    with open(settings.VAR / LOCK, "w", opener=owners_alone) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Refused(_("Another backup, verification, restore or move is running.")) from None
        place = settings.VAR / FOLDER
        shutil.rmtree(place, ignore_errors=True)
        private_folder(place)
        try:
            yield Path(mkdtemp(dir=place))
        finally:
            shutil.rmtree(place, ignore_errors=True)
