"""What a customer's head says of this room: 转出A卡, 展厅已建卡."""

from django.db.models import CharField, F, Value
from django.utils.translation import gettext as _

from leads.customer.history import is_read, rows_of
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
    if is_read(lead):
        rows = [(row["tried"], row["promised"]) for row in rows_of(lead, "transferred")]
    else:
        rows = list(Transfer.objects.filter(lead=lead).order_by("decided_at", "pk").values_list("card__tried", "card__promised"))
    return [truncated(mask_digits(words)) for said in rows[-1:] for words in said_of_card(*said)]


def truncated(words: str) -> str:
    """Return words as short as a tag has room for."""
    return words if len(words) <= ROOM else f"{words[: ROOM - 1]}…"


def _read_already(lead: Lead) -> tuple[bool, list[str]]:
    came = [inquiry.received_at for inquiry in read_inquiries(lead) if inquiry.channel.source == "transfer"]
    claims = [row["consultant"] for row in rows_of(lead, "claimed") if row["decided_at"] is None]
    return any(lead.released_at is None or at > lead.released_at for at in came), claims[-1:]


def _ask(lead: Lead) -> tuple[bool, list[str]]:
    transfers = Inquiry.objects.filter(lead=lead, channel__source="transfer")
    if lead.released_at:
        transfers = transfers.filter(received_at__gt=lead.released_at)
    claims = Claim.objects.undecided().filter(lead=lead)
    rows = transfers.order_by().values_list(Value("transfer", output_field=CharField()), F("channel__name"))
    found = dict(rows.union(claims.order_by().values_list(Value("claim", output_field=CharField()), F("card__consultant"))))
    return "transfer" in found, [found["claim"]] if "claim" in found else []
