"""The sales department's sheet of showroom cards, taken in (docs/rules/intake.md#showroom-sheets)."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from dcc.database.bulk import chunked
from dcc.errors import Refused
from dcc.models import Store, User
from dcc.trail import audit
from leads.intake.phones import tail
from leads.intake.reading.file import SheetRows, read_file
from leads.intake.reading.refusals import Unreadable
from leads.intake.rules.collecting import hold_door
from leads.intake.rules.importing import keep_file
from leads.intake.time_cells import Calendar
from leads.models import NO_NAME
from leads.numbers.rules.blocking import blocked_among
from reception.models import ShowroomCard
from reception.showroom.card_rows import FACTS, CardRow, KnownCard, card_columns, changes, judge_card, read_card
from reception.showroom.rules.showroom_cards import CardFacts, add_card, change_card, close_card

OUTCOMES = ("created", "updated", "unchanged", "rejected")
MOST_ROWS = 5_000
SALT, KEPT = "showroom cards", timedelta(days=1)


@dataclass
class TakenIn:
    """What became of the rows of a sheet: `rows = created + updated + unchanged + rejected`."""

    judged: list[tuple[CardRow, str, str]] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows of each outcome."""
        counted = Counter(outcome for _row, outcome, _reason in self.judged)
        return {outcome: counted[outcome] for outcome in OUTCOMES}

    @property
    def reasons(self) -> dict[str, int]:
        """How many were rejected for each reason."""
        return dict(sorted(Counter(reason for _row, outcome, reason in self.judged if outcome == "rejected").items()))


def import_cards(path: Path, store: Store, *, by: User, now: datetime, dry_run: bool = False, read: Callable[[Path], SheetRows] = read_file) -> TakenIn:
    """Read a sheet and bring the showroom's cards up to it, all or nothing. With `dry_run` nothing is written. Raises Unreadable."""
    rows = list(_rows_of(read(path), store, now))
    with transaction.atomic():
        hold_door(store)
        cards = _cards_of(store, [row.phone for row in rows if row.phone])
        erased = blocked_among(store, [row.phone for row in rows])
        result = TakenIn()
        for row in rows:
            card = _card_of(row, cards.get(row.phone, []))
            outcome, reason = judge_card(row, _known(card)) if row.phone not in erased else ("rejected", "erased")
            result.judged.append((row, outcome, reason))
            if outcome in ("created", "updated"):
                after = _write(store, row, card, by=by, now=now, dry_run=dry_run)
                cards[row.phone] = [after, *(other for other in cards.get(row.phone, []) if other is not card)]
        if not dry_run:
            audit.record("showroom_card.import", None, store=store, by=by, now=now, rows=len(rows), **result.counts)
    return result


def keep_sheet(store: Store, upload: UploadedFile) -> str:
    """Keep an uploaded sheet outside the web root until it was looked at; return what opens it again, for this store alone. Raises Refused past 20 MB."""
    name = keep_file(upload)
    return signing.dumps({"store": store.pk, "name": name}, salt=SALT)


def kept_sheet(store: Store, token: str) -> Path:
    """Return where a kept sheet lies. Raises Refused for what is none, or none any more."""
    try:
        kept = signing.loads(token, salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        kept = {}
    path = settings.UPLOADS / str(kept.get("name", ""))
    if kept.get("store") != store.pk or not path.is_file():
        raise Refused(_("The uploaded file is no longer there. Upload it again."))
    return path


def _rows_of(sheet: SheetRows, store: Store, now: datetime) -> Iterator[CardRow]:
    columns = card_columns(sheet.headers)
    if "card_date" not in columns:
        raise Unreadable("no_card_date")
    if len(sheet.rows) > MOST_ROWS:
        raise Unreadable("too_many_rows", limit=MOST_ROWS)
    calendar = Calendar(store.zone, sheet.from_1904)
    return (read_card(number, cells, columns, calendar=calendar, now=now) for number, cells in sheet.rows)


def _cards_of(store: Store, phones: Sequence[str]) -> dict[str, list[ShowroomCard]]:
    found: dict[str, list[ShowroomCard]] = {}
    for part in chunked(sorted(set(phones))):
        for card in ShowroomCard.objects.filter(store=store, phone__in=part).select_related("store").order_by("-pk"):
            found.setdefault(card.phone, []).append(card)
    return found


def _card_of(row: CardRow, cards: Sequence[ShowroomCard]) -> ShowroomCard | None:
    """Return the open card of a row's number, else the one of the same day: of another day it is another interest."""
    return next((card for card in cards if card.state == "open"), next((card for card in cards if card.card_date == row.card_date), None))


def _known(card: ShowroomCard | None) -> KnownCard | None:
    return KnownCard(card.state, card.card_date, {name: getattr(card, name) for name in FACTS}) if card else None


def _write(store: Store, row: CardRow, card: ShowroomCard | None, *, by: User, now: datetime, dry_run: bool) -> ShowroomCard:
    """Write a new card, or what its row says otherwise; then its end. Return it as it stands."""
    known = _known(card)
    told: dict[str, Any] = dict(changes(row, known)) if known else {name: getattr(row, name) for name in FACTS} | {"name": row.name or NO_NAME}
    facts = CardFacts(phone=row.phone, **{**(known.facts if known else {}), **told})
    if card is None:
        card = ShowroomCard(store=store, phone=row.phone, phone_tail=tail(row.phone)) if dry_run else add_card(store, facts, by=by, now=now)
    elif told and card.state == "open" and not dry_run:
        change_card(card, facts, by=by, now=now)
    for name, value in told.items():
        setattr(card, name, value)
    if row.state != "open":
        if not dry_run:
            close_card(card, state=row.state, by=by, now=now)
        card.state = row.state
    return card
