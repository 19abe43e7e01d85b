"""`python -m tests.whole.bending`: tries each way somebody could bend a figure that is paid, as the role that could, through the pages.

Each attempt is a function named after what somebody tries; it returns whether it counted. Prints a line an attempt and how many counted; ends with 1
where any did. The store stands in a database that vanishes.
"""

import os
import re
import sys
import tempfile
from datetime import datetime, timedelta
from uuid import uuid4

from tests.moments import NOW
from tests.whole.bending_cast import ATTEMPTS, DAY, HOUR, MINUTE, PEOPLE, Cast, attempt, milliseconds


@attempt
def a_late_first_call_is_said_to_have_begun_in_time(cast: Cast) -> bool:
    from reporting.boards.daily_board import NOW, snapshot  # noqa: PLC0415

    today = cast.now.astimezone(cast.store.zone).date()
    before = snapshot(cast.store, today, today, now=cast.now).in_time[NOW][0]
    lead = cast.lead()
    cast.post("agent", "calls_log", lead.pk, **cast.call(started=milliseconds(lead.respond_by - 5 * MINUTE)))
    lead.refresh_from_db()
    return (lead.responded_at is not None and lead.responded_at <= lead.respond_by) or snapshot(cast.store, today, today, now=cast.now).in_time[NOW][0] > before


@attempt
def a_call_of_four_hours_fits_into_one(cast: Cast) -> bool:
    from calls.models import Call  # noqa: PLC0415

    lead = cast.lead()
    cast.post("agent", "calls_log", lead.pk, **cast.call(started=milliseconds(cast.now - HOUR), seconds=4 * 3600))
    return Call.objects.filter(lead=lead, seconds__gt=3600).exists()


@attempt
def a_call_begins_before_its_customer_came_in(cast: Cast) -> bool:
    from calls.models import Call  # noqa: PLC0415

    lead = cast.lead(since=cast.now - 30 * MINUTE)
    cast.post("agent", "calls_log", lead.pk, **cast.call(started=milliseconds(cast.now - HOUR)))
    return Call.objects.filter(lead=lead, at__lt=lead.received_at).exists()


@attempt
def one_person_speaks_with_five_at_once(cast: Cast) -> bool:
    from calls.models import Call  # noqa: PLC0415

    leads = [cast.lead() for _number in range(5)]
    began = cast.local(cast.now - 20 * MINUTE)
    for lead in leads:
        cast.post("agent", "calls_log", lead.pk, **cast.call(began=began, seconds=60))
    return Call.objects.filter(lead__in=leads, outcome="connected").count() > 1


@attempt
def a_colleague_takes_a_visit_by_moving_its_appointment(cast: Cast) -> bool:
    from calls.models import Appointment  # noqa: PLC0415

    lead = cast.lead()
    cast.invited(lead)
    cast.post("colleague", "calls_incoming_number", number=lead.phone)
    cast.post("colleague", "calls_incoming_take", **cast.call(step="invite", visit_at=cast.local(cast.now + 6 * HOUR)))
    cast.came(lead)
    return credited(lead, cast.people["colleague"]) or Appointment.objects.filter(lead=lead, agent=cast.people["colleague"]).exists()


@attempt
def a_leader_who_shifts_a_time_takes_the_visit(cast: Cast) -> bool:
    lead = cast.lead()
    booked = cast.invited(lead)
    cast.post("leader", "appointment_move", booked.pk, at=cast.local(cast.now + 6 * HOUR))
    cast.came(lead)
    return credited(lead, cast.people["leader"])


@attempt
def a_leader_takes_a_visit_by_cancelling_and_booking_anew(cast: Cast) -> bool:
    lead = cast.lead()
    cancels(cast, "leader", cast.invited(lead))
    invites_anew(cast, "leader", lead, 3 * HOUR)
    cast.came(lead)
    return credited(lead, cast.people["leader"])


@attempt
def an_invitation_cancelled_and_made_anew_counts_twice(cast: Cast) -> bool:
    from calls.models import Appointment  # noqa: PLC0415

    lead = cast.lead()
    cancels(cast, "agent", cast.invited(lead))
    invites_anew(cast, "agent", lead, 2 * HOUR)
    return Appointment.objects.filter(lead=lead, replaces=None).count() > 1


@attempt
def a_leader_takes_a_visit_by_moving_it_to_now_and_cancelling_it(cast: Cast) -> bool:
    from calls.models import Appointment  # noqa: PLC0415

    lead = cast.lead()
    booked = cast.invited(lead)
    cast.post("leader", "appointment_move", booked.pk, at=cast.local(cast.now + MINUTE))
    earlier = Appointment.objects.get(replaces=booked)
    cancels(cast, "leader", earlier)
    yesterday = cast.now - DAY
    Appointment.objects.filter(pk=earlier.pk).update(at=yesterday, scheduled_for=cast.now - HOUR, ended_at=yesterday)
    invites_anew(cast, "leader", lead, 3 * HOUR, began=cast.local(cast.now - 45 * MINUTE))
    cast.came(lead)
    return credited(lead, cast.people["leader"]) or Appointment.objects.filter(lead=lead, replaces=None).count() > 1


@attempt
def an_invitation_for_now_cancelled_and_made_anew_counts_twice(cast: Cast) -> bool:
    from calls.models import Appointment  # noqa: PLC0415

    lead = cast.lead()
    booked = cast.invited(lead, at=cast.now + MINUTE)
    cancels(cast, "agent", booked)
    Appointment.objects.filter(pk=booked.pk).update(scheduled_for=cast.now - MINUTE)
    invites_anew(cast, "agent", lead, 2 * HOUR, began=cast.local(cast.now - 50 * MINUTE))
    return Appointment.objects.filter(lead=lead, replaces=None).count() > 1


@attempt
def five_unanswered_calls_of_one_moment_are_said_to_have_been_answered(cast: Cast) -> bool:
    from calls.models import Call  # noqa: PLC0415

    leads = [cast.lead() for _number in range(5)]
    began = cast.local(cast.now - 40 * MINUTE)
    for lead in leads:
        cast.post("agent", "calls_log", lead.pk, **cast.call("no_answer", began=began))
    for call in Call.objects.filter(lead__in=leads):
        cast.post("agent", "call_correct", call.pk, outcome=cast.call()["outcome"], note="")
    return Call.objects.filter(lead__in=leads, outcome="connected").count() > 1


def cancels(cast: Cast, who: str, booked) -> None:
    """Cancel an appointment as somebody does on the page of appointments."""
    cast.post(who, "appointment_cancel", booked.pk, **{"off-reason": "出差在外", "off-step": "callback", "off-at": cast.local(cast.now + DAY)})
    booked.refresh_from_db()
    if booked.status != "cancelled":
        raise AssertionError(f"the appointment is {booked.status}: nothing was tried")


def invites_anew(cast: Cast, who: str, lead, later: timedelta, **more) -> None:
    """Invite in a call, as somebody does on the desk."""
    answer = cast.post(who, "calls_log", lead.pk, **cast.call(step="invite", visit_at=cast.local(cast.now + later), **more))
    if answer.status_code != 303:
        raise AssertionError(f"{answer.context['form'].errors.as_text()}: nothing was tried")


def credited(lead, person) -> bool:
    """Whether a visit of this lead counts for somebody."""
    from reception.models import Visit  # noqa: PLC0415

    return Visit.objects.filter(lead=lead, agent=person).exists()


@attempt
def an_invitation_for_next_year_counts(cast: Cast) -> bool:
    return invites(cast, cast.now + 40 * DAY)


@attempt
def an_invitation_at_night_counts(cast: Cast) -> bool:
    return invites(cast, (cast.now + 3 * DAY).astimezone(cast.store.zone).replace(hour=23, minute=59))


def invites(cast: Cast, moment: datetime) -> bool:
    """Whether an agent may book a visit for this moment."""
    from calls.models import Appointment  # noqa: PLC0415

    lead = cast.lead()
    cast.post("agent", "calls_log", lead.pk, **cast.call(step="invite", visit_at=cast.local(moment)))
    return Appointment.objects.filter(lead=lead).exists()


@attempt
def a_missed_appointment_is_cancelled_in_time(cast: Cast) -> bool:
    from calls.models import Appointment  # noqa: PLC0415

    lead = cast.lead()
    due = cast.invited(lead, at=cast.now - 10 * MINUTE)
    instead = {"off-reason": "临时有事", "off-step": "callback", "off-at": cast.local(cast.now + DAY)}
    cast.post("agent", "appointment_cancel", due.pk, **instead)
    cast.post("agent", "appointment_move", due.pk, at=cast.local(cast.now + DAY))
    return Appointment.objects.filter(pk=due.pk, status__in=["cancelled", "moved"]).exists()


@attempt
def an_order_is_signed_before_its_customer_came_in(cast: Cast) -> bool:
    return signs(cast, "reception", cast.now.replace(year=2020))


@attempt
def a_specialist_signs_an_order_days_ago(cast: Cast) -> bool:
    return signs(cast, "reception", cast.now - 2 * DAY)


@attempt
def a_leader_signs_an_order_of_days_ago_without_a_reason(cast: Cast) -> bool:
    return signs(cast, "leader", cast.now - 2 * DAY)


@attempt
def an_order_is_signed_into_a_closed_month(cast: Cast) -> bool:
    from reporting.models import Closing  # noqa: PLC0415

    past = cast.now - 40 * DAY
    Closing.objects.create(store=cast.store, kind="month", period=f"{past.astimezone(cast.store.zone):%Y-%m}", number=1, at=cast.now)
    return signs(cast, "leader", past, **{"order-why_late": "补登"})


def signs(cast: Cast, who: str, moment: datetime, **more) -> bool:
    """Whether somebody may write an order signed at this moment."""
    from reception.models import Order  # noqa: PLC0415

    lead = cast.lead(since=cast.now - 60 * DAY, reception=cast.people["reception"])
    cast.post(who, "customer_order", lead.pk, **{"order-signed_at": cast.local(moment), "order-token": str(uuid4()), "order-sure": "|"}, **more)
    return Order.objects.filter(lead=lead).exists()


@attempt
def one_order_is_signed_and_cancelled_three_times(cast: Cast) -> bool:
    from reception.models import Order  # noqa: PLC0415

    lead = cast.lead(since=cast.now - 60 * DAY, reception=cast.people["reception"])
    for _time in range(3):
        cast.post("reception", "customer_order", lead.pk, **{"order-token": str(uuid4()), "order-sure": "|"})
        order = Order.objects.running().filter(lead=lead).first()
        if order is not None:
            cast.post("reception", "order_cancel", order.pk, **{"cancel-reason": "换车型", "reason": "换车型"})
    if not Order.objects.filter(lead=lead, cancelled_at__isnull=False).exists():
        raise AssertionError("nothing was signed and cancelled: nothing was tried")
    return Order.objects.filter(lead=lead).count() > 1


@attempt
def an_order_is_signed_without_the_question(cast: Cast) -> bool:
    from reception.models import Order  # noqa: PLC0415

    lead = cast.lead(since=cast.now - 5 * DAY, reception=cast.people["reception"])
    cast.post("reception", "customer_order", lead.pk, **{"order-token": str(uuid4()), "order-sure": "yes"})
    return Order.objects.filter(lead=lead).exists()


@attempt
def a_stranger_is_opened_beside_a_privacy_number_expected_now(cast: Cast) -> bool:
    from leads.models import Lead  # noqa: PLC0415

    lead = cast.lead()
    Lead.objects.filter(pk=lead.pk).update(phone="19490733147,3506", phone_tail="3147")
    cast.invited(lead, at=cast.now)
    count = Lead.objects.count()
    said = {"match": "new", "phone": "15400000617", "named": "called", "tag": "dcc", "same": "none", "asked": "0"}
    cast.post("front_desk", "visit_register", **said)
    return Lead.objects.count() > count


@attempt
def a_car_is_handed_over_years_ago(cast: Cast) -> bool:
    from reception.models import Order  # noqa: PLC0415
    from tests.factories import OrderFactory  # noqa: PLC0415

    lead = cast.lead(since=cast.now - 5 * DAY, reception=cast.people["reception"])
    order = OrderFactory(lead=lead, at=cast.now - DAY)
    cast.post("reception", "order_deliver", order.pk, **{"deliver-at": cast.local(cast.now.replace(year=2020)), "at": cast.local(cast.now.replace(year=2020))})
    return Order.objects.filter(pk=order.pk, delivered_at__lt=order.at).exists()


@attempt
def a_colleague_of_the_reception_takes_an_order_back(cast: Cast) -> bool:
    from reception.models import Order  # noqa: PLC0415
    from tests.factories import OrderFactory  # noqa: PLC0415

    lead = cast.lead(since=cast.now - 5 * DAY)
    order = OrderFactory(lead=lead, at=cast.now - DAY, by=cast.people["leader"])
    cast.post("reception", "order_annul", order.pk, reason="不是我的")
    return not Order.objects.filter(pk=order.pk).exists()


@attempt
def one_group_in_the_house_is_registered_twice(cast: Cast) -> bool:
    from reception.models import Visit  # noqa: PLC0415

    lead = cast.lead()
    cast.invited(lead, at=cast.now)
    cast.came(lead)
    Visit.objects.filter(lead=lead).update(at=cast.now - 20 * MINUTE, registered_at=cast.now - 20 * MINUTE)
    cast.came(lead)
    cast.came(lead, another="on")
    return Visit.objects.filter(lead=lead).count() > 1


@attempt
def a_walk_in_who_turns_out_to_have_come_today_counts_twice(cast: Cast) -> bool:
    from reception.models import Visit  # noqa: PLC0415
    from tests.factories import VisitFactory  # noqa: PLC0415

    lead = cast.lead()
    cast.invited(lead, at=cast.now)
    cast.came(lead)
    stranger, at = cast.lead(), cast.now - HOUR
    type(stranger).objects.filter(pk=stranger.pk).update(phone=None, phone_tail="")
    facts = {"tag": "dcc", "basis": "named", "phone": "", "at": at, "registered_at": at, "by": cast.people["front_desk"]}
    nobody = VisitFactory(store=cast.store, lead=stranger, **facts)
    cast.post("front_desk", "visit_identify", nobody.pk, phone=lead.phone)
    return Visit.objects.filter(phone=lead.phone).count() > 1


@attempt
def a_visit_of_six_minutes_ago_is_taken_back_by_the_desk(cast: Cast) -> bool:
    from reception.models import Visit  # noqa: PLC0415
    from tests.factories import VisitFactory  # noqa: PLC0415

    lead = cast.lead()
    at = cast.now - 6 * MINUTE
    visit = VisitFactory(store=cast.store, lead=lead, tag="dcc", basis="named", agent=lead.agent, at=at, registered_at=at, by=cast.people["front_desk"])
    cast.post("front_desk", "visit_annul", visit.pk, reason="登记错了")
    return not Visit.objects.filter(pk=visit.pk).exists()


@attempt
def a_card_opened_for_a_colleague_keeps_the_customer_readable(cast: Cast) -> bool:
    from leads.models import Lead  # noqa: PLC0415

    lead = cast.lead(name="王建国", model="凯美瑞")
    cast.post("colleague", "calls_incoming_number", number=lead.phone)
    cast.post("colleague", "calls_incoming_take", **cast.call(card="on"))
    return Lead.objects.visible_to(cast.people["colleague"], now=cast.now).filter(pk=lead.pk).exists()


@attempt
def the_301st_number_of_a_day_is_shown(cast: Cast) -> bool:
    from tests.leads.customer.test_revealing import was_shown  # noqa: PLC0415

    was_shown(cast.people["agent"], 280, at=cast.now - MINUTE)
    leads = [cast.lead() for _number in range(21)]
    answers = [cast.post("agent", "calls_number", lead.pk, dial="yes") for lead in leads[:10]]
    answers += [cast.post("agent", "lead_reveal", lead.pk) for lead in leads[10:]]
    shown = [lead.phone in re.sub(r"\D", "", answer.content.decode()) for lead, answer in zip(leads, answers, strict=True)]
    if sum(shown) < 10:
        raise RuntimeError(f"only {sum(shown)} numbers were shown: nothing was tried")
    return sum(shown) > 20 or shown[-1]


def play(*, now: datetime) -> dict[str, bool]:
    """Make the store, try everything, and return {attempt: whether it counted}. Belongs inside a transaction that is undone."""
    from dcc.store.rules.stores import create_store  # noqa: PLC0415
    from tests.factories import UserFactory  # noqa: PLC0415
    from tests.factories.dcc import open_all_day  # noqa: PLC0415

    cast = Cast(create_store(code="BEND", name="试店", by=None, now=now - 400 * DAY), now)
    open_all_day(cast.store)
    for name in PEOPLE:
        cast.people[name] = UserFactory(username=name, name=name, store=cast.store, roles=["agent" if name == "colleague" else name])
    return {function.__name__: function(cast) for function in ATTEMPTS}


def main() -> int:
    """Try all of it in a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(DCC_VAR=folder, DJANGO_SETTINGS_MODULE="tests.settings")
        os.environ.pop("DATABASE_URL", None)
        import django  # noqa: PLC0415 - it reads its settings now
        from django.core.management import call_command  # noqa: PLC0415
        from django.test.utils import setup_test_environment  # noqa: PLC0415

        django.setup()
        setup_test_environment()
        call_command("migrate", verbosity=0)
        counted = play(now=NOW)
    for name, bent in counted.items():
        print(f"{'COUNTED' if bent else 'refused'}  {name.replace('_', ' ')}")
    print(f"{len(counted)} tried, {sum(counted.values())} that counted")
    return 1 if any(counted.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
