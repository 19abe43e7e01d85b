"""Is it up, is it ready: for whoever watches the machine."""

import os
import shutil

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import F
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from dcc.backup.rules.backing_up_nightly import how_old
from dcc.installation.rules.due import went_through
from dcc.models import DueRun

LEAST_ROOM = 200 * 1024**2


@require_safe
@login_not_required
def healthz(request):
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@login_not_required
def readyz(request):
    """Database, writing, migrations, worker and disk, each true or false; 503 where one is false. An old backup is said, and no reason to serve nobody."""
    checks = dict.fromkeys(("database", "writable", "migrations", "worker"), False) | {"disk": _has_room()}
    backup = "unknown"
    try:
        executor = MigrationExecutor(connection)
        checks["database"] = True
        checks["migrations"] = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        checks["worker"] = went_through(now=timezone.now())
        backup = how_old(now=timezone.now())
        checks["writable"] = _can_write()
    except DatabaseError:
        pass
    return JsonResponse({**checks, "backup": backup}, status=200 if all(checks.values()) else 503)


def _can_write() -> bool:
    """Whether the database takes a change: not a standby, not a file that is read-only, not held by somebody who does not let go. No row is changed."""
    with transaction.atomic():
        DueRun.objects.filter(pk=0).update(at=F("at"))
    return True


def _has_room() -> bool:
    """Whether the folder of uploads, and of SQLite's file, can be written and has room."""
    return os.access(settings.VAR, os.W_OK) and shutil.disk_usage(settings.VAR).free >= LEAST_ROOM
