"""What a refused sheet of cards, or a row of it, is told."""

from django.utils.translation import gettext_lazy

from leads.intake.phones import mask
from leads.intake.refusal_words import REASONS
from reception.showroom.card_rows import CardRow

OWN_REASONS = {
    "unknown_state": (gettext_lazy("The state is not known"), gettext_lazy("Write 跟进中, 已成交 or 战败")),
    "closed_here": (gettext_lazy("The card is closed here with another end"), gettext_lazy("Ask the sales department which is right")),
}


def card_row_in_words(row: CardRow, reason: str) -> dict[str, object]:
    """Return a rejected row as the page shows it: number masked, why, and what to do."""
    why, advice = {**REASONS, **OWN_REASONS}[reason]
    return {"number": row.number, "name": row.name, "phone": mask(row.phone), "reason": why, "advice": advice}
