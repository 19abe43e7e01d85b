"""The nightly backup: written, verified, the older ones thinned out. Safe to be asked by several workers at once (docs/rules/trust.md#backups)."""

import logging
from datetime import UTC, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Q

from dcc.backup.nights import AGAIN, is_old, last_night
from dcc.backup.nights_kept import to_remove
from dcc.backup.rules.backing_up import NIGHTLY, STAMP, SUFFIX, SUM, Written, write_backup
from dcc.errors import Refused
from dcc.models import NightlyBackup

log = logging.getLogger(__name__)


def is_due(*, now: datetime) -> bool:
    """Whether a backup should be made now: none was since the last night's moment, and none is being tried."""
    if settings.BACKUP_AT is None:
        return False
    return not NightlyBackup.objects.exists() or NightlyBackup.objects.filter(_due(now, settings.BACKUP_AT)).exists()


def how_old(*, now: datetime) -> str:
    """Say of the last verified backup: fresh, old, or off where none is wanted."""
    if settings.BACKUP_AT is None:
        return "off"
    return "old" if is_old(NightlyBackup.objects.values_list("verified_at", flat=True).first(), now=now) else "fresh"


def back_up_nightly(*, now: datetime) -> Written | None:
    """Make, verify and keep the night's copy; None where it is not due, or another is at it. Raises what hinders it: it is tried again in an hour."""
    if settings.BACKUP_AT is None or not _claimed(now, settings.BACKUP_AT):
        return None
    try:
        made = write_backup(settings.BACKUP_FOLDER, now=now, key=settings.BACKUP_KEY, prefix=NIGHTLY, verify=True)
    except (Refused, OSError, DatabaseError) as problem:
        NightlyBackup.objects.update(refused=str(problem)[:300])
        log.error("the nightly backup failed: %s", problem)
        raise
    NightlyBackup.objects.update(verified_at=now, file=made.path.name, bytes=made.bytes, refused="")
    thin_out(made.path.parent)
    return made


def thin_out(folder: Path) -> list[str]:
    """Remove the nightly copies that nobody needs any more; return their names. Copies made by hand stay."""
    made = {path: moment for path in folder.glob(f"{NIGHTLY}*{SUFFIX}*") if path.suffix != SUM and (moment := _moment_of(path))}
    gone = to_remove(made.values(), zone=ZoneInfo(settings.TIME_ZONE))
    removed = sorted(path for path, moment in made.items() if moment in gone)
    for path in removed:
        path.unlink(missing_ok=True)
        path.with_name(f"{path.name}{SUM}").unlink(missing_ok=True)
    return [path.name for path in removed]


def _moment_of(path: Path) -> datetime | None:
    try:
        return datetime.strptime(path.name.removeprefix(NIGHTLY).partition(SUFFIX)[0], STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


def _due(now: datetime, at: time) -> Q:
    night = last_night(now, at, zone=ZoneInfo(settings.TIME_ZONE))
    untried = Q(begun_at=None) | Q(begun_at__lt=night) | Q(begun_at__lte=now - AGAIN) | Q(begun_at__gt=now)  # the clock was set back
    return untried & (Q(verified_at=None) | Q(verified_at__lt=night) | Q(verified_at__gt=now))


def _claimed(now: datetime, at: time) -> bool:
    NightlyBackup.objects.get_or_create(pk=1)
    return NightlyBackup.objects.filter(_due(now, at)).update(begun_at=now) == 1
