"""What production sends and keeps otherwise than a demo: cookies of this host over TLS alone, HSTS of a year, no debugging."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

pytestmark = pytest.mark.once
STRICT = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_INCLUDE_SUBDOMAINS", "DEBUG", "SECURE_HSTS_SECONDS")
ASK = f"""
import json, dcc.settings as s
cookies = {{name: getattr(s, name) for name in dir(s) if name.endswith("COOKIE_NAME")}}
print(json.dumps([cookies, *(getattr(s, name) for name in {STRICT})]))
"""


def test_production_is_strict_by_itself(tmp_path):
    surroundings = {"PATH": os.environ["PATH"], "DCC_ENV": "production", "DCC_VAR": str(tmp_path), "DCC_SECRET_KEY": "k1" * 30, "DCC_DEBUG": "1"}

    said = subprocess.run([sys.executable, "-c", ASK], env=surroundings, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True).stdout

    cookies, *strict = json.loads(said)
    assert len(cookies) == 6
    assert {name: cookie for name, cookie in cookies.items() if not cookie.startswith("__Host-")} == {}
    assert strict == [True, True, True, True, False, 31_536_000]
