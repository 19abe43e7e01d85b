"""The files somebody works through: one of them, and the list beside it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from dcc.reckoning.clock import day_of, start_of
from leads.intake.open_questions import is_straight, open_questions
from leads.models import ImportBatch
from leads.models.batch import BUSY

SHOWN = (*BUSY, "ready", "done", "undone", "refused")  # a dropped file is gone
MOST = 60  # files in the list: three mornings of twenty


def batch_of(request, pk) -> ImportBatch:
    """Return a file one may see."""
    seen = ImportBatch.objects.visible_to(request.user).select_related("store", "channel", "by", "mapped_by", "undone_by")
    return get_object_or_404(seen, pk=pk, state__in=SHOWN)


def files_at_hand(request) -> dict[str, Any]:
    """Return what `_import_files.html` shows: the files of the day by what they want of one, and how many can be taken in at once. One query."""
    zone = request.user.store.zone
    since = start_of(day_of(timezone.now(), zone), zone)
    files = list(ImportBatch.objects.visible_to(request.user).at_hand(since).select_related("channel", "by", "store")[:MOST])
    straight = [batch for batch in files if is_straight(batch)]
    asking = [batch for batch in files if batch.state == "ready" and batch not in straight]
    groups = [
        (_("Being read"), _of_state(files, *BUSY), _progress),
        (_("For you to decide"), asking, _asks),
        (_("Not readable"), _of_state(files, "refused"), lambda _batch: _("why")),
        (_("As last time, ready to import"), straight, _rows),
        (_("Imported"), _of_state(files, "done"), _rows),
    ]
    shown = [{"title": title, "files": [{"batch": batch, "word": word(batch)} for batch in rows]} for title, rows, word in groups if rows]
    counts = {"count": len(files), "straight": len(straight), "rows": sum(batch.to_write for batch in straight)}
    return {"files": {"groups": shown, "ready": [batch.pk for batch in (*asking, *straight)], **counts}}


def came_before(request, batch: ImportBatch) -> ImportBatch | None:
    """Return the import of a file of the same size with as many rows, the latest: all rows of this one being there already, most likely the same file."""
    done = ImportBatch.objects.visible_to(request.user).filter(store=batch.store_id, state="done", size=batch.size, rows=batch.rows)
    return done.select_related("by").order_by("-committed_at", "-pk").first()


def around(ready: Sequence[int], pk: int) -> dict[str, int | None]:
    """Return which files to decide stand before and after one in the list; before the first comes none, and after the last the first that is left."""
    place = ready.index(pk) if pk in ready else -1
    later = ready[place + 1 :] or [other for other in ready if other != pk]
    return {"before": ready[place - 1] if place > 0 else None, "after": later[0] if later else None}


def _of_state(files: Iterable[ImportBatch], *states: str) -> list[ImportBatch]:
    return [batch for batch in files if batch.state in states]


def _asks(batch: ImportBatch) -> str:
    count = open_questions(batch)
    return _("%(count)d to decide") % {"count": count} if count else _("have a look")


def _rows(batch: ImportBatch) -> str:
    return _("%(count)d rows") % {"count": batch.rows}


def _progress(batch: ImportBatch) -> str:
    return f"{batch.progress} / {batch.rows or '…'}"
