"""What production refuses to start with: the key and the accounts of a demo (docs/rules/trust.md#hardened)."""

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core import checks
from django.core.checks import Error, register
from django.db import DatabaseError

from dcc.installation.closed_texts import key_file
from dcc.installation.private_files import is_open_to_others
from dcc.log_in.app_keys import open_key
from dcc.models import SecondFactor, User
from dcc.people.demo_accounts import DEMO_PASSWORD, USERNAMES

SHORTEST_KEY = 50


@register
def no_demo_key(**_kwargs) -> list[Error]:
    """The key must be long, and not the one that development or a demo made for itself."""
    made = settings.VAR / "secret.key"
    if not settings.PRODUCTION:
        return []
    if len(settings.SECRET_KEY) < SHORTEST_KEY:
        return [Error("DCC_SECRET_KEY is too short", hint=f"It needs at least {SHORTEST_KEY} random characters.", id="dcc.E001")]
    if made.exists() and made.read_text(encoding="utf-8").strip() == settings.SECRET_KEY:
        return [Error("DCC_SECRET_KEY is the key of a demo or development installation", hint="Make a new one.", id="dcc.E002")]
    return []


@register
def no_demo_accounts(**_kwargs) -> list[Error]:
    """No account of the demo may stand in the database with its public password. Where the database cannot be read nothing is refused here."""
    if not settings.PRODUCTION:
        return []
    try:
        known = [person.username for person in User.objects.employed().filter(username__in=USERNAMES) if check_password(DEMO_PASSWORD, person.password)]
    except DatabaseError:
        return []
    if known:
        return [Error(f"The database holds accounts of the demo: {', '.join(sorted(known))}", hint="Begin with an empty database.", id="dcc.E003")]
    return []


@register
def no_open_folder(**_kwargs) -> list[checks.Warning]:
    """Other accounts of the machine may not read the database and what is uploaded. Folders that are the program's own are closed at its start."""
    folders = [settings.VAR, settings.SPOOL] if settings.PRODUCTION else []
    hint = "Give it to the program's account alone: chmod 700."
    return [checks.Warning(f"Other accounts may look into {folder}", hint=hint, id="dcc.W001") for folder in folders if is_open_to_others(folder)]


@register
def opens_second_steps(**_kwargs) -> list[checks.Warning]:
    """The key that opens those of people's apps has to be the one they were closed with, also after a restoring on another machine."""
    try:
        factor = SecondFactor.objects.order_by("-since").first() if settings.PRODUCTION else None
    except DatabaseError:
        return []
    if factor is None or open_key(factor) is not None:
        return []
    hint = "Put the file there as it was. Without it people log in by a recovery code and set their app up anew."
    return [checks.Warning(f"{key_file()} does not open the keys of the second step", hint=hint, id="dcc.W002")]


@register
def no_clear_line_to_the_database(**_kwargs) -> list[checks.Warning]:
    """What goes to a database on another machine is encrypted, and the machine shows who it is. A name without a dot is a container's, on this machine."""
    database = settings.DATABASES["default"]
    host, mode = str(database.get("HOST", "")), database.get("OPTIONS", {}).get("sslmode", "")
    is_here = host.startswith(("/", "127.")) or host == "::1" or not {".", ":"}.intersection(host)
    if not settings.PRODUCTION or is_here or mode == "verify-full":
        return []
    hint = "Add ?sslmode=verify-full to DATABASE_URL."
    return [checks.Warning(f"What goes to the database on {host} may be read or answered by others on the way", hint=hint, id="dcc.W003")]
