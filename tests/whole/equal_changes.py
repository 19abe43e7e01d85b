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
}
