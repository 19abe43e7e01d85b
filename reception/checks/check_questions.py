"""What somebody wrote of a card or a visit, beside the question that finds out whether it is true."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calls.cards.rules.cards import wanted_by
from calls.models import Call, Card
from calls.models.card import CHOSEN
from dcc.frame.moment_words import short_moment
from leads.models import Lead
from reception.models import CheckDraw, Visit


@dataclass(frozen=True)
class Asked:
    """One line: what it is about, what was written, what to ask."""

    label: str
    written: str
    question: str = ""
    beside: str = ""


def asked_of(one: CheckDraw, number: str, now: datetime) -> list[Asked]:
    """Return the lines of a check; `number` as its reader may see it."""
    return _of_card(one.lead, one, number, now) if one.lead else _of_visit(one.visit, number, now)


def written_at(one: CheckDraw) -> datetime | None:
    """When the card was opened, or the group came."""
    if one.visit:
        return one.visit.at
    return Card.every.filter(lead=one.lead_id).order_by("-annulled_at", "at").values_list("at", flat=True).first()


def _of_card(lead: Lead, one: CheckDraw, number: str, now: datetime) -> list[Asked]:
    call = Call.objects.filter(lead=lead, agent=one.user, outcome="connected", at__lt=one.at).order_by("-at", "-pk").first()
    wanted = wanted_by(lead)
    chosen = {name: str(words.get(getattr(wanted, name), "")) for name, words in CHOSEN.items()}
    lines = [Asked(_("Call"), _said_of(call, now), _("Did we speak with you then?"), _how_known(call))]
    lines.append(Asked(_("Person"), f"{lead.name}, {number}", _("Is that you?")))
    lines.append(Asked(_("Car model"), lead.model or "—", _("Which car do you look at?")))
    if wanted.budget or chosen["payment"]:
        lines.append(Asked(_("Budget, payment"), _(", ").join(filter(None, (wanted.budget, chosen["payment"]))), _("About what budget?")))
    if wanted.own_car or chosen["trade_in"]:
        lines.append(Asked(_("Own car"), _(", ").join(filter(None, (wanted.own_car, chosen["trade_in"]))), _("What do you drive now?")))
    if call and call.note:
        lines.append(Asked(_("What was said"), _("“%(note)s”") % {"note": call.note}))
    return lines


def _said_of(call: Call | None, now: datetime) -> str:
    if call is None:
        return _("no connected call")
    return _("%(when)s, connected %(length)s") % {"when": short_moment(call.at, now), "length": f"{call.seconds // 60}:{call.seconds % 60:02d}"}


def _how_known(call: Call | None) -> str:
    if call is None:
        return ""
    return _("stated, logged later") if call.logged_at else _("the server saw it begin")


def _of_visit(visit: Visit, number: str, now: datetime) -> list[Asked]:
    heads = ngettext("%(count)d person", "%(count)d people", visit.heads) % {"count": visit.heads}
    came = _(", ").join(filter(None, (short_moment(visit.at, now), heads, visit.companion and _("with %(name)s") % {"name": visit.companion})))
    lines = [Asked(_("Visit"), came, _("Were you in the showroom then?"), _("typed %(when)s") % {"when": short_moment(visit.registered_at or visit.at, now)})]
    lines.append(Asked(_("Person"), _(", ").join(filter(None, (visit.name, number))), _("Is that you?")))
    lines.append(Asked(_("Tag"), f"{visit.get_tag_display()} · {visit.get_basis_display()}", _("Did somebody invite you, and who?")))
    if visit.named_user:
        lines.append(Asked(_("Named"), visit.named_user.name, _("Whom did you name at the desk?")))
    lines.append(Asked(_("Received by"), visit.reception.name if visit.reception else visit.consultant or "—", _("Who received you?")))
    return lines
