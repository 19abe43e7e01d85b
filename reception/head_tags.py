"""What a customer's head says of this room: 转出A卡, 展厅已建卡."""

from django.db.models import CharField, F, Value
from django.utils.translation import gettext as _

from leads.models import Inquiry, Lead
from reception.models import Claim


def tags_of(lead: Lead) -> list[str]:
    """Return the words of a lead: it came by a transfer from which nobody released it; the showroom has a card and the leader has not decided."""
    transfers = Inquiry.objects.filter(lead=lead, channel__source="transfer")
    if lead.released_at:
        transfers = transfers.filter(received_at__gt=lead.released_at)
    claims = Claim.objects.undecided().filter(lead=lead)
    rows = transfers.order_by().values_list(Value("transfer", output_field=CharField()), F("channel__name"))
    found = dict(rows.union(claims.order_by().values_list(Value("claim", output_field=CharField()), F("card__consultant"))))
    words = [_("Transferred A-card")] if "transfer" in found else []
    return [*words, " ".join(filter(None, (_("The showroom has a card"), found["claim"])))] if "claim" in found else words
