"""What a customer's head says of this room: 转出A卡, 展厅已建卡."""

from django.utils.translation import gettext as _

from leads.customer.history import Row, is_read, part, rows_of
from leads.customer.timeline import read_inquiries
from leads.intake.phones import mask_digits
from leads.models import Inquiry, Lead
from reception.models import Claim, Transfer

ROOM = 40


def tags_of(lead: Lead) -> list[str]:
    """Return the words of a lead: it came by a transfer from which nobody released it; the showroom has a card and the leader has not decided."""
    transferred, claims = _read_already(lead) if is_read(lead) else _ask(lead)
    words = [_("Transferred A-card"), *_from_showroom(lead)] if transferred else []
    return [*words, *(" ".join(filter(None, (_("The showroom has a card"), consultant))) for consultant in claims)]


def said_of_card(tried: str, promised: str) -> list[str]:
    """Return what the showroom has done with a customer and promised them, as far as its card says."""
    return [words % {"said": said} for words, said in ((_("done: %(said)s"), tried), (_("promised: %(said)s"), promised)) if said]


def _from_showroom(lead: Lead) -> list[str]:
    """Return the same of the last transfer until the first call has reached them; short, as it stands in full on the record."""
    if lead.reached_at:
        return []
    rows = rows_of(lead, "transferred") if is_read(lead) else sorted(from_showroom(lead, "transferred"), key=lambda row: (row.at, row.pk))
    return [truncated(mask_digits(words)) for row in rows[-1:] for words in said_of_card(row["tried"], row["promised"])]


def truncated(words: str) -> str:
    """Return words as short as a tag has room for."""
    return words if len(words) <= ROOM else f"{words[: ROOM - 1]}…"


def _read_already(lead: Lead) -> tuple[bool, list[str]]:
    came = [inquiry.received_at for inquiry in read_inquiries(lead) if inquiry.channel.source == "transfer"]
    claims = [row["consultant"] for row in rows_of(lead, "claimed") if row["decided_at"] is None]
    return any(lead.released_at is None or at > lead.released_at for at in came), claims[-1:]


def _ask(lead: Lead) -> tuple[bool, list[str]]:
    claims = [row["consultant"] for row in from_showroom(lead, "claimed")]
    return any(lead.released_at is None or row.at > lead.released_at for row in from_showroom(lead, "came")), claims[-1:]


def from_showroom(lead: Lead, kind: str) -> list[Row]:
    """Return what the showroom has to do with a lead: `came` by a transfer, `claimed` and not decided, `transferred` with what its card says and what
    became of what it had promised. All is read at the first question and kept on the lead.
    """
    if not hasattr(lead, "_from_showroom"):
        came = part("came", Inquiry.objects.filter(lead=lead, channel__source="transfer"), at="received_at", channel="channel__name")
        claimed = part("claimed", Claim.objects.undecided().filter(lead=lead), consultant="card__consultant")
        said = {name: f"card__{name}" for name in ("consultant", "tried", "promised")}
        ticked = {"kept_at": "kept_at", "broken_at": "broken_at", "broken_why": "broken_why", "ticked_by": "ticked_by__name"}
        transferred = part("transferred", Transfer.objects.of_customer(lead), at="decided_at", **said, **ticked)
        lead._from_showroom = [Row(*row) for row in came.union(claimed, transferred, all=True)]
    return [row for row in lead._from_showroom if row.kind == kind]
