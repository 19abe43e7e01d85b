"""A person somebody asks about by a number: what is kept of the question is keys and a digest, never the number."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import Store
from leads.intake.phones import mask, read_phone
from leads.models import ErasedNumber, Lead
from leads.numbers.erased_numbers import digest_of, is_word
from reception.erasing.obstacles import obstacle
from reception.erasing.person_rows import PersonRows, numbers_of, rows_of_number
from reception.models import ShowroomCard, Visit


@dataclass(frozen=True)
class Asked:
    """A question: the number masked, its digest, and whose rows there are."""

    masked: str
    digest: str
    rows: PersonRows

    @classmethod
    def of(cls, store: Store, text: str) -> "Asked":
        """Ask by what somebody typed. Raises Refused where it is no whole number."""
        phone = read_phone(text)
        if not phone.number or phone.second:
            raise Refused(_("Type one whole number."))
        return cls(mask(phone.number), digest_of(phone.number), rows_of_number(store, phone.number))

    def kept(self) -> dict[str, Any]:
        """Return what a session remembers."""
        return {"masked": self.masked, "digest": self.digest, "rows": self.rows.kept()}

    @classmethod
    def again(cls, kept: dict[str, Any]) -> "Asked":
        """Read what a session remembers."""
        return cls(kept["masked"], kept["digest"], PersonRows(**kept["rows"]))

    def found(self, store: Store) -> dict[str, Any]:
        """Return what the page says of the person."""
        numbers = len(numbers_of(store, self.rows))
        blocked = ErasedNumber.objects.holding().filter(store=store, digest=self.digest).first()
        return {
            "asked": self,
            "leads": Lead.every.filter(store=store, pk__in=self.rows.leads).select_related("channel").order_by("-received_at"),
            "visits": Visit.every.filter(store=store, pk__in=self.rows.visits).order_by("-at"),
            "cards": ShowroomCard.objects.filter(store=store, pk__in=self.rows.cards),
            "numbers": numbers,
            "obstacle": obstacle(self.rows),
            "is_gone": not numbers and any(map(is_word, Lead.every.filter(pk__in=self.rows.leads).values_list("phone", flat=True))),
            "erased_at": self._erased_at(store) if blocked is None else blocked.at,
            "is_blocked": blocked is not None,
        }

    def _erased_at(self, store: Store) -> datetime | None:
        return ErasedNumber.objects.filter(store=store, digest=self.digest).values_list("at", flat=True).first()
