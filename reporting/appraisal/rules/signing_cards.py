"""The appraisal of a month is signed: by the leader, the leaders' own cards by the director (docs/rules/domain.md#appraisal). Signed it never changes."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dcc.errors import Changed, Refused
from dcc.models import Store, User
from dcc.notices.telling import tell
from dcc.people.permissions import scopes
from leads.intake.rules.collecting import hold_door
from reporting.appraisal.month_scores import KIND, Appraisal, Judged, appraisal_of, said_of
from reporting.closings.rules.closing import keep
from reporting.models import Closing, Objection
from reporting.models.appraisal import OWN

TOLD = "appraisal.signed"


def to_sign(appraisal: Appraisal, user: User) -> list[Judged]:
    """Return the cards somebody may sign: the leader all but the leaders' own, the director the leaders'; nobody their own."""
    held = scopes(user, "appraisal.sign")
    of_leaders = {"leaders": True, "team": False}
    may = {of_leaders[scope] for scope in held if scope in of_leaders}
    return [one for one in appraisal.judged if one.number is None and one.person.pk != user.pk and (one.person.pk in appraisal.leaders) in may]


def sum_of(judged: list[Judged]) -> Decimal:
    """Return what some cards score together, by which is told whether they changed since they were seen."""
    return sum((one.total(OWN) or Decimal() for one in judged), Decimal())


@transaction.atomic
def sign_month(store: Store, month: date, *, total: Decimal, by: User, now: datetime) -> Closing:
    """Sign the cards that are this person's to sign, under the next number; `total` is the sum that was seen. Signed already, it returns that closing."""
    hold_door(store)
    period = f"{month:%Y-%m}"
    if not Closing.objects.of(store, "month", period).exists():
        raise Refused(_("%(month)s is not closed yet.") % {"month": period})
    if waiting := Objection.objects.filter(store=store).until(month).unanswered().count():
        said = ngettext("%(count)d objection has no answer yet.", "%(count)d objections have no answer yet.", waiting)
        raise Refused(said % {"count": waiting})
    cards = to_sign(appraisal_of(store, month), by)
    if not cards:
        if signed := Closing.objects.of(store, KIND, period).filter(by=by).first():
            return signed
        raise Refused(_("Nobody of this month waits for your signature."))
    if sum_of(cards) != total:
        raise Changed(_("The scores changed meanwhile. Look at them anew."))
    closing = keep(store, (KIND, period), said_of(cards), by=by, now=now)
    for person in {one.person.pk: one.person for one in cards if one.person.left_at is None}.values():
        tell(person, TOLD, now=now, month=period)
    return closing
