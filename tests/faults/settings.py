"""Settings of an installation that is disturbed: the product's own, with cheap passwords and a clock that a file puts on or back."""

import os
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from dcc.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SECOND_FACTOR = False  # asked where it is tested
_apart, _machine = Path(os.environ["DCC_FAULT_CLOCK"]), timezone.now
timezone.now = lambda: _machine() + timedelta(seconds=float(_apart.read_text()))
