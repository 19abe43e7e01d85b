"""The sales department's sheet of showroom cards: looked at, then taken in."""

from pathlib import Path

from django.contrib import messages
from django.shortcuts import render
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from dcc.errors import Refused
from dcc.frame.answers import form_status, refusal_on, to
from dcc.frame.table_columns import Column, Table
from dcc.people.permissions import requires
from leads.intake.reading.refusals import Unreadable
from leads.intake.refusal_words import file_refusal
from reception.showroom.card_words import card_row_in_words
from reception.showroom.forms.showroom import SheetForm
from reception.showroom.rules.card_sheets import TakenIn, import_cards, keep_sheet, kept_sheet

SHOWN = 200  # rejected rows; the others are counted


class RejectedCardsTable(Table):
    """The rows of a sheet that are no card; rows are `card_row_in_words`."""

    caption = gettext_lazy("Rejected rows")
    look = "is-still"

    number = Column(gettext_lazy("Row"), is_number=True, look="d-faint")
    name = Column(gettext_lazy("Name"), is_key=True)
    phone = Column(gettext_lazy("Phone"))
    reason = Column(gettext_lazy("Why it cannot come in"), is_worded=True)
    advice = Column(gettext_lazy("What to do"), look="d-soft is-wrap", is_worded=True)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("showroom_card.keep")
def import_sheet(request):
    """A sheet is shown first: how many cards it makes, changes and leaves, and which rows are rejected; sent again, it is taken in."""
    seen = request.POST.get("token", "")
    form = SheetForm(request.POST or None, request.FILES or None) if not seen else SheetForm({}, MultiValueDict())
    result, token = None, ""
    if request.method == "POST" and (seen or form.is_valid()):
        with refusal_on(form, "file"):
            token = seen or keep_sheet(request.user.store, form.cleaned_data["file"])
            path = kept_sheet(request.user.store, token)
            result = _read(request, path, dry_run=not seen)
            if seen:
                path.unlink(missing_ok=True)
                messages.success(request, _("Cards: %(created)d new, %(updated)d changed") % result.counts)
                return to("transfers")
    context = {"form": form, "token": token, "result": result} | (_shown(result) if result else {})
    return render(request, "reception/showroom/card_sheet.html", context, status=form_status(form) if not result else 200)


def _read(request, path: Path, *, dry_run: bool) -> TakenIn:
    try:
        return import_cards(path, request.user.store, by=request.user, now=timezone.now(), dry_run=dry_run)
    except Unreadable as refusal:
        path.unlink(missing_ok=True)
        raise Refused(file_refusal(refusal.code, refusal.facts)) from refusal


def _shown(result: TakenIn) -> dict[str, object]:
    """Return the four figures and their sum, and the rejected rows."""
    words = {"created": _("New cards"), "updated": _("Changed"), "unchanged": _("Unchanged"), "rejected": _("Cannot be imported")}
    figures = [(words[outcome], count) for outcome, count in result.counts.items()] + [(_("Rows"), len(result.judged))]
    rows = [card_row_in_words(row, reason) for row, outcome, reason in result.judged if outcome == "rejected"]
    to_write = result.counts["created"] + result.counts["updated"]
    return {"figures": figures, "to_write": to_write, "table": RejectedCardsTable(rows[:SHOWN])}
