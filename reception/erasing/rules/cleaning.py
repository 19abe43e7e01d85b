"""Everything that says who a person was goes out of their rows, and nothing a figure counts (docs/rules/trust.md#erased).

A text that said something says `已删除` afterwards, so that what asks whether something was said is answered as before; words of the store's lists stay.
"""

from typing import Any

from django.apps import apps
from django.db.models import F, Model, Q, Value
from django.db.models.functions import Replace

from calls.models import Appointment, Call, CardCheck, CardFact, Promise, SecondLook
from dcc.models import Notice, RobotMessage, Store, Word
from dcc.models.annulled import Annullable
from leads.intake.phones import mask
from leads.models import NO_NAME, BatchRow, FollowUp, Grading, Inquiry, Lead, Proposal, Refund, Request, Review, Topic, TopicStep
from leads.numbers.erased_numbers import GONE, words_for
from reception.erasing.person_rows import NUMBERS, PersonRows, numbers_of
from reception.models import DelayRequest, GivenOutcome, KeptGroup, Leakage, Order, ShowroomCard, Step, TagChange, Transfer, Visit, VisitCheck

TEXTS: tuple[tuple[type[Model], str, tuple[str, ...]], ...] = (
    (Lead, "pk", ("name",)),
    (Visit, "pk", ("name", "first_name", "companion", "override_reason", "late_reason")),
    (ShowroomCard, "pk", ("name", "tried", "promised")),
    (Inquiry, "lead", ("name", "remark")),
    (FollowUp, "lead", ("note",)),
    (Grading, "lead", ("note",)),
    (Review, "lead", ("reason",)),
    (Proposal, "lead", ("answer", "why", "province", "city", "passed_to")),
    (Request, "lead", ("reason", "answer")),
    (Refund, "inquiry__lead", ("answer",)),
    (Appointment, "lead", ("note",)),
    (Promise, "appointment__lead", ("text", "broken_why")),
    (Call, "lead", ("note",)),
    (CardCheck, "lead", ("reason", "answer")),
    (SecondLook, "lead", ("note",)),
    (Order, "lead", ("number", "stated_reason", "delivery_reason")),
    (GivenOutcome, "lead", ("contract", "reason")),
    (Leakage, "visit", ("reason", "proposed_reason")),
    (TagChange, "visit", ("reason", "name")),
    (VisitCheck, "visit", ("reason", "answer")),
    (Step, "visit", ("what",)),
    (Transfer, "card", ("reason", "broken_why")),
    (DelayRequest, "card", ("reason", "answer")),
    (Topic, "lead", ("title", "text", "proposal", "aim", "outcome")),
    (TopicStep, "topic__lead", ("words",)),
)
BLANK: tuple[tuple[type[Model], str, dict[str, Any]], ...] = (
    (Lead, "pk", {"phone_tail": "", "given_name": "", "initials": "", "gender": "", "city": "", "version": F("version") + 1}),
    (Visit, "pk", {"phone_tail": ""}),
    (ShowroomCard, "pk", {"phone_tail": ""}),
    (KeptGroup, "visit", {"said": {}}),
)
OF = {"lead": ["lead"], "visit": ["visit"], "card": ["card"], "appointment": ["appointment__lead"], "inquiry": ["inquiry__lead"]}
OF |= {"draw": ["draw__lead", "draw__visit"]}  # by the name of its column, how a row leads to whose it is
OF_THE_DEED = {"consultant"}  # what a sheet's column says of our own people


def clean(store: Store, rows: PersonRows, *, word: str) -> list[str]:
    """Put a person's word where their numbers stood, and take out every text. Return the numbers that stood there."""
    numbers = numbers_of(store, rows)
    _batch_rows(rows, numbers)
    _external_ids(rows, numbers)
    for number, instead in words_for(word, numbers).items():
        for model, path, columns in NUMBERS:
            for column in columns:
                model._base_manager.filter(**{f"{path}__in": rows.of(model, path), column: number}).update(**{column: instead})
        for keyed, column in ((Inquiry, "repeat_key"), (Call, "row_key")):
            keys = keyed.every.filter(lead__in=rows.leads, **{f"{column}__contains": number})
            keys.update(**{column: Replace(column, Value(number), Value(instead))})
        _of_nobody(store, number, instead)
    kept = set(Word.objects.filter(store=store).values_list("name", flat=True)) | {NO_NAME, ""}
    for model, path, columns in TEXTS:
        for column in columns:
            _say_gone(model, path, column, rows, kept)
    for model, path, values in BLANK:
        model._base_manager.filter(**{f"{path}__in": rows.of(model, path)}).update(**values)
    _reasons_of_undoing(rows, kept)
    _extras(rows)
    _card_facts(rows, kept)
    _messages(rows)
    return numbers


def _say_gone(model: type[Model], path: str, column: str, rows: PersonRows, kept: set[str]) -> None:
    said = model._base_manager.filter(**{f"{path}__in": rows.of(model, path)}).exclude(**{f"{column}__in": kept})
    said.exclude(**{column: None}).update(**{column: GONE}) if model._meta.get_field(column).null else said.update(**{column: GONE})


def _reasons_of_undoing(rows: PersonRows, kept: set[str]) -> None:
    """Why something was taken back, wherever it says it of one of these rows."""
    for model in apps.get_models():
        if issubclass(model, Annullable):
            for name in {field.name for field in model._meta.concrete_fields} & OF.keys():
                for path in OF[name]:
                    _say_gone(model, path, "annulled_reason", rows, kept)
    for model in (Lead, Visit):
        _say_gone(model, "pk", "annulled_reason", rows, kept)
    for order in Order.every.filter(lead__in=rows.leads).exclude(taken_back=[]):
        order.taken_back = [{**one, "reason": GONE if one.get("reason") else one.get("reason")} for one in order.taken_back]
        order.save(update_fields=["taken_back"])


def _of_nobody(store: Store, number: str, instead: str) -> None:
    """What was typed of a number and led to no row of theirs."""
    apps.get_model("calls", "IncomingNumber").objects.filter(store=store, phone=number).update(phone=instead)
    KeptGroup._base_manager.filter(store=store, phone=number).update(phone=instead, said={})
    apps.get_model("leads", "DoNotCall").every.filter(store=store, phone=number).delete()


def _batch_rows(rows: PersonRows, numbers: list[str]) -> None:
    """The rows of imported files that are shown: their number is masked, their name is not."""
    batches = Inquiry.every.filter(lead__in=rows.leads, batch__isnull=False).values("batch")
    BatchRow.objects.filter(batch__in=batches, phone__in=[mask(number) for number in numbers]).update(name="", phone="")


def _external_ids(rows: PersonRows, numbers: list[str]) -> None:
    """A platform's own id stays, but not one that is made of the number."""
    for number in numbers:
        Inquiry.every.filter(lead__in=rows.leads, external_id__contains=number.partition(",")[0]).update(external_id="")


def _extras(rows: PersonRows) -> None:
    """The sender's further columns keep their heads."""
    for inquiry in Inquiry.every.filter(lead__in=rows.leads).exclude(extra={}).only("pk", "extra"):
        extra = {name: GONE if isinstance(said, str) and said and name not in OF_THE_DEED else said for name, said in inquiry.extra.items()}
        Inquiry.every.filter(pk=inquiry.pk).update(extra=extra)


def _card_facts(rows: PersonRows, kept: set[str]) -> None:
    """What they want and have: that it was said and changed stays, not what."""
    said: dict[tuple[int, str], dict[str, str]] = {}
    for fact in CardFact.every.filter(lead__in=rows.leads).order_by("at", "pk"):
        tokens = said.setdefault((fact.lead_id, fact.key), {})
        before, after = (_token(text, tokens) if text not in kept else text for text in (fact.before, fact.after))
        CardFact.every.filter(pk=fact.pk).update(before=before, after=after)


def _token(text: str, tokens: dict[str, str]) -> str:
    return tokens.setdefault(text, GONE if not tokens else f"{GONE} {len(tokens) + 1}")


def _messages(rows: PersonRows) -> None:
    """What waits to be said, or was, of them: under the bell and in group chats."""
    for notice in Notice.objects.filter(lead_id__in=rows.leads, detail__has_key="promise"):
        notice.detail = {name: GONE if name in ("promise", "why") and said else said for name, said in notice.detail.items()}
        notice.save(update_fields=["detail"])
    ends = Q(kind="visit.waiting", key__in=[str(visit) for visit in rows.visits])
    for lead in rows.leads:
        ends |= Q(url__contains=f"/leads/{lead}/")
    RobotMessage.objects.filter(ends).update(words=GONE)
