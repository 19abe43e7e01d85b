"""Changes that nobody could ever see: the changed module does the same. `tests.whole.mutating` counts them apart, and what SQLite alone cannot tell.

A change is known by its module, the line it stands in and what it says, so that it is judged anew once the line is another.
"""

RACES = "a row is held against others who write: the tests marked `races` tell, on PostgreSQL"
HELD = (
    'return rows.select_for_update(of=("self",)) if lock else rows',
    'return (rows.select_for_update(of=("self",)) if lock else rows).order_by("scheduled_for", "id")',
)

EQUAL = {
    **{
        (
            "dcc/people/permissions.py",
            'parsed[name] = {role: cell for role, cell in zip(roles, cells, strict=True) if cell != "-"}',
            said,
        ): "a line of another width was refused above"
        for said in ("zip(roles, cells, strict=True)  →  zip(roles, cells)", "True  →  False")
    },
    **{
        (
            "reporting/figures/rates.py",
            "return Measure(rate.inner, label, cohort=(over.cohort or Q()) & (under.cohort or Q()), explain=explain)",
            f"{side}.cohort or Q()  →  {side}.cohort",
        ): "both measures of a share have a cohort, as a test holds; `or` is for the types"
        for side in ("over", "under")
    },
    (
        "reception/door/rules/evidence.py",
        "for lead in sorted({lead.pk: lead for lead in [*found, *further]}.values(), key=lambda lead: (lead.opened_at, lead.pk)):",
        "lambda lead: (lead.opened_at, lead.pk)  →  lambda lead: (lead.opened_at,)",
    ): "the rows of each question come by their key, and no person has leads of both",
    **{
        ("reception/door/rules/evidence.py", line, said): RACES
        for line in HELD
        for said in (
            "rows.select_for_update(of=('self',)) if lock else rows  →  rows.select_for_update(of=('self',))",
            "rows.select_for_update(of=('self',)) if lock else rows  →  rows",
            "'self'  →  'self~'",
        )
    },
    (
        "reception/door/rules/evidence.py",
        "return prepared(lambda store, phones, at: _as_cycles(Lead.objects.filter(store=store, phone__any_of=phones), at, lock=lock))",
        "_as_cycles(Lead.objects.filter(store=store, phone__any_of=phones), at, lock=lock)"
        "  →  _as_cycles(Lead.objects.filter(store=store, phone__any_of=phones), at)",
    ): RACES,
    (
        "reception/door/rules/evidence.py",
        'last = transfers.order_by("-received_at").values("received_at")[:1]',
        "1  →  2",
    ): "SQLite takes the first of several rows; PostgreSQL refuses them",
    (
        "reception/door/rules/evidence.py",
        "of_phone = {one.person.phone: one for one in known if one.person.phone}",
        "{one.person.phone: one for one in known if one.person.phone}  →  {one.person.phone: one for one in known if True}",
    ): "the question leaves out visits without a number",
    (
        "reception/door/rules/evidence.py",
        'numbers = Q(phone_tail__any_of=tails, phone__any_of=phones, lead=None, store=store) & ~Q(phone_tail="")',
        "Q(phone_tail__any_of=tails, phone__any_of=phones, lead=None, store=store) & ~Q(phone_tail='')"
        "  →  Q(phone_tail__any_of=tails, phone__any_of=phones, lead=None, store=store)",
    ): "nobody without a number is asked for by one; the condition lets PostgreSQL take the index",
    (
        "reception/door/rules/evidence.py",
        'numbers = Q(phone_tail__any_of=tails, phone__any_of=phones, lead=None, store=store) & ~Q(phone_tail="")',
        "Q(phone_tail__any_of=tails, phone__any_of=phones, lead=None, store=store)  →  Q(phone__any_of=phones, lead=None, store=store)",
    ): "the whole number says who it is, its tail has the index",
    (
        "reception/door/rules/evidence.py",
        'numbers = Q(phone_tail__any_of=tails, phone__any_of=phones, lead=None, store=store) & ~Q(phone_tail="")',
        "''  →  '~'",
    ): "as without the condition",
    (
        "reception/door/rules/evidence.py",
        "own = {judged.first_appointment_id, judged.appointment_id} if judged else set()",
        "{judged.first_appointment_id, judged.appointment_id}  →  {judged.first_appointment_id}",
    ): "what a visit fulfils today is what it fulfilled at first, or a change names it",
    **{
        (
            "reception/door/rules/evidence.py",
            "for row in APPOINTMENTS[lock](list(of_lead), judged.pk if judged else 0) if of_lead else ():",
            said,
        ): "of no leads there are no appointments, and no visit has such a key"
        for said in (
            "APPOINTMENTS[lock](list(of_lead), judged.pk if judged else 0) if of_lead else ()"
            "  →  APPOINTMENTS[lock](list(of_lead), judged.pk if judged else 0)",
            "0  →  -1",
        )
    },
    (
        "reception/door/rules/evidence.py",
        "arrivals = {visit.first_appointment_id: visit.at for visit in visits} | {visit.appointment_id: visit.at for visit in visits if visit.appointment_id}",
        "{visit.appointment_id: visit.at for visit in visits if visit.appointment_id}  →  {visit.appointment_id: visit.at for visit in visits if True}",
    ): "no appointment is without a key",
    (
        "reception/door/rules/evidence.py",
        'dcc_visits=tuple((visit.lead_id, visit.at) for visit in one.visits if visit.tag == "dcc" and visit.lead_id),',
        "visit.tag == 'dcc' and visit.lead_id  →  visit.tag == 'dcc'",
    ): "the database keeps no DCC visit without a lead",
    (
        "reception/door/rules/evidence.py",
        "if not of_phone and not of_lead:",
        "if not of_phone and (not of_lead): return []  →  if False: return []",
    ): "a question for nobody finds nothing",
    ("reception/door/attribution.py", 'named: str = ""', "''  →  '~'"): "whatever is neither “person” nor “called” names nobody",
    (
        "reception/door/rules/evidence.py",
        "return gather(store, [person], at=at, visit=visit, lock=lock)[0].facts",
        "0  →  -1",
    ): "of one person the first is the last",
    (
        "reception/door/rules/evidence.py",
        "phones = {one.person.phone: one for one in known if one.person.phone}",
        "{one.person.phone: one for one in known if one.person.phone}  →  {one.person.phone: one for one in known if True}",
    ): "no lead has an empty number: one more question, without an answer",
    (
        "reception/door/rules/evidence.py",
        "ids = {one.person.lead_id: one for one in known if one.person.lead_id and not one.person.phone}",
        "one.person.lead_id and (not one.person.phone)  →  not one.person.phone",
    ): "no lead has no key",
    (
        "reception/door/rules/evidence.py",
        "if not phones and not ids:",
        "if not phones and (not ids): return  →  if False: return",
    ): "without numbers and leads nothing is asked and nothing found below either",
}
