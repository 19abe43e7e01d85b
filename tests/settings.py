"""Settings of the tests: the product's own, with cheap passwords and databases that vanish."""

from dcc.settings import *  # noqa: F403
from dcc.settings import DATABASES, VAR

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

DATABASES["default"]["TEST"] = {"NAME": f"test_{DATABASES['default']['NAME']}"}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: threads and other processes of a test must be able to open it. It need not outlive a power cut.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA temp_store=MEMORY;"
DATABASES["default"]["CONN_MAX_AGE"] = 0  # a thread of a test leaves no connection behind

SECOND_FACTOR = False  # asked where it is tested

STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
