"""An import taken back as a whole: what would go and what would stay, and the deed (docs/rules/intake.md#undoing-an-import)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from dcc.frame.answers import CHANGED, refusal_kept, to
from dcc.frame.table_columns import Column, Table, page_of
from dcc.people.permissions import requires
from leads.intake.import_words import STAY_WORDS
from leads.intake.rules.undoing import CHANGED as CHANGED_SINCE
from leads.intake.rules.undoing import WITHIN, ask_undo, foresee_undo, may_undo
from leads.intake.undo_plan import Touch, UndoPlan
from leads.intake.views.batches import batch_of
from leads.models import ImportBatch, Lead

SHOWN = 200  # of the leads that stay; the others are counted
FACTS = 3  # of what was done with one, the newest


class StayingTable(Table):
    """The leads an undo leaves, each with what was done with it."""

    caption = gettext_lazy("Leads that stay")
    look = "is-tall"

    name = Column(gettext_lazy("Customer"), is_key=True, address=page_of("lead"))
    why = Column(gettext_lazy("Why it stays"), look="is-wrap", is_worded=True)
    agent = Column(gettext_lazy("With whom"), is_worded=True)

    def __init__(self, leads: Iterable[Lead], plan: UndoPlan) -> None:
        super().__init__(leads)
        self.plan = plan

    def render_why(self, record: Lead) -> str:
        """What was done, the newest first."""
        return _(", ").join(map(_in_words, self.plan.kept[record.pk][:FACTS]))


def _in_words(touch: Touch) -> str:
    return f"{localtime(touch.at):%m-%d %H:%M} {STAY_WORDS[touch.why]}"


@require_http_methods(["GET", "HEAD", "POST"])
@requires("import.undo")
def undo(request, pk) -> HttpResponse:
    """What an undo would take back now; sent, the undo of just that."""
    batch, now = batch_of(request, pk), timezone.now()
    sentence = ""
    if request.method == "POST":
        with refusal_kept() as refusal:
            plan = ask_undo(batch, sign=request.POST.get("sign", ""), by=request.user, now=now)
            if plan is None:
                return to("import_batch", pk)
            messages.success(request, _("Undone: %(count)d inquiries, %(kept)d leads stay") % {"count": len(plan.inquiries), "kept": len(plan.kept)})
            return to("import_batch", pk)
        sentence = refusal.sentence
        batch.refresh_from_db(fields=["state"])
    if not may_undo(batch, by=request.user, now=now):
        messages.info(request, sentence or _("An import is undone by whoever uploaded it or the leader, for 24 hours."))
        return to("import_batch", pk)
    context = {"batch": batch, "sentence": sentence, **foreseen(request, batch, now)}
    return render(request, "leads/intake/import_undo.html", context, status=CHANGED if sentence else 200)


def foreseen(request, batch: ImportBatch, now: datetime) -> dict[str, Any]:
    """Return what `_undo_plan.html` shows of an import that may be undone."""
    plan = foresee_undo(batch)
    until = cast(datetime, batch.committed_at) + WITHIN  # it is done
    stopped = str(CHANGED_SINCE) if batch.undone.get("stopped") else ""
    return {"plan": plan, "until": until, "left": (until - now).total_seconds() / 60, "stopped": stopped, **_staying(request, plan)}


def _staying(request, plan: UndoPlan) -> dict[str, Any]:
    shown: Sequence[int] = list(plan.kept)[:SHOWN]
    leads = Lead.objects.visible_to(request.user, now=timezone.now()).select_related("agent").in_bulk(shown)
    reasons = [{"word": STAY_WORDS[why], "count": count} for why, count in plan.reasons.items()]
    return {"reasons": reasons, "table": StayingTable([leads[pk] for pk in shown if pk in leads], plan), "more": len(plan.kept) - len(leads)}
