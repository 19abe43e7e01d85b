"""Changes that nobody could ever see: the changed module does the same. `tests.whole.mutating` counts them apart.

A change is known by its module, the line it stands in and what it says, so that it is judged anew once the line is another.
"""

EQUAL = {
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
