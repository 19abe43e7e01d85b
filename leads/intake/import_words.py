"""What the pages of an import say: columns, refusals and rows in the user's words."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from leads.intake.choosing import LEFT_OUT
from leads.intake.refusal_words import REASONS, file_refusal
from leads.models import BatchRow, ImportBatch

FIELD_LABELS = {
    "phone": _("Phone"),
    "second_phone": _("Second phone"),
    "name": _("Name"),
    "model": _("Car model"),
    "received_at": _("Time of the inquiry"),
    "issued_at": _("Passed on at"),
    "deadline": _("First contact by"),
    "phone_until": _("Virtual number until"),
    "external_id": _("Sender's id"),
    "city": _("City"),
    "gender": _("Gender"),
    "campaign": _("Campaign"),
    "remark": _("Remark"),
    "channel": _("Channel"),
    "call_state": _("Call: answered or missed"),
    "call_talk": _("Call: how long they spoke"),
    "call_wait": _("Call: how long they waited"),
    "call_who": _("Call: who took it"),
}

STAY_WORDS = {
    **{"called": _("Called"), "card": _("A-card"), "appointment": _("Appointment"), "visit": _("Visit"), "order": _("Order")},
    **{"graded": _("Graded"), "applied": _("Application"), "followed": _("Followed up"), "refund": _("Refund"), "changed": _("Facts changed")},
    **{"asked": _("Asked again"), "merged": _("Merged"), "closed": _("Closed")},
}


def columns_in_words(batch: ImportBatch) -> list[dict]:
    """Return the batch's columns with what each was recognised as; one kept beside the inquiry has no label."""
    labels = {**FIELD_LABELS, LEFT_OUT: _("Not imported")}
    named = [{**column, "label": labels.get(column["field"], "")} for column in batch.columns]
    if batch.channel_id:
        named = [{**column, "label": "" if column["field"] == "channel" else column["label"]} for column in named]
    return named


def refusal_in_words(batch: ImportBatch) -> str:
    """Return why the file was refused and what to do."""
    return file_refusal(batch.refusal, batch.reasons)


def row_in_words(row: BatchRow, *, nowhere: bool) -> dict:
    """Return a shown row, or all those of one unknown channel, with its reason and what to do about it.

    `nowhere`: no column of its file says a channel, and nobody chose one.
    """
    reason, advice = REASONS.get(row.reason, ("", ""))
    if nowhere and row.reason == "unknown_channel":
        reason, advice = _("The file names no channel"), _("Choose the channel above")
    if row.word:
        rows = ngettext("%(rows)d row", "%(rows)d rows", row.like) % {"rows": row.like} if row.like > 1 else ""
        reason = " · ".join(filter(None, (str(reason), f"“{row.word}”", rows)))
    return {"number": row.number, "name": row.name, "phone": row.phone, "model": row.model, "reason": reason, "advice": advice}


def reasons_in_words(batch: ImportBatch, *, nowhere: bool) -> list[tuple[str, str, int]]:
    """Return (reason, in words, rows) of what was rejected, the most first."""
    words = {reason: str(sentence) for reason, (sentence, _advice) in REASONS.items()}
    if nowhere:
        words["unknown_channel"] = str(_("The file names no channel"))
    return [(reason, words.get(reason, reason), rows) for reason, rows in sorted(batch.reasons.items(), key=lambda told: (-told[1], told[0]))]
