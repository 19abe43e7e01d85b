"""The plan of the house: rooms, subjects, shelves; no circle; and a picture that is true."""

from grimp import ImportGraph

from tests.whole import plan_of_imports, tree
from tests.whole.shelves import ShelvesContract

FREE = {"templates": ("parts",), "static/css": ("parts",), "static/js": ("parts",)}  # what is no room's


def test_no_modules_import_each_other_in_a_circle():
    assert len(plan_of_imports.imports()) > 300
    assert plan_of_imports.circles(plan_of_imports.imports()) == []


def test_a_circle_is_found_and_what_hangs_on_it_is_not_blamed():
    nobody = frozenset()
    graph = {"above": frozenset({"one"}), "one": frozenset({"two"}), "two": frozenset({"one", "below"}), "below": nobody, "besides": nobody}

    assert plan_of_imports.circles(graph) == [["one", "two"]]
    assert plan_of_imports.circles(graph | {"two": frozenset({"below"})}) == []


def test_the_picture_of_the_plan_is_drawn_from_the_imports():
    assert tree.read(plan_of_imports.PICTURE) == plan_of_imports.picture(), "run: python -m tests.whole.plan_of_imports"


def test_templates_styles_scripts_and_tests_lie_under_the_room_and_subject_they_belong_to():
    rooms = {subject.replace(".", "/") for room in tree.ROOMS for subject in plan_of_imports.subjects(room)}
    lying = [(top, name.removeprefix(f"{top}/")) for top in (*FREE, "tests") for name in tree.files() if name.startswith(f"{top}/")]
    of_rooms = [(top, name) for top, name in lying if name.split("/")[0] in tree.ROOMS and not (top == "tests" and not name.split("/")[-1].startswith("test_"))]

    assert {top for top, _name in of_rooms} == {*FREE, "tests"}
    assert [f"{top}/{name}" for top, name in of_rooms if "/".join(name.split("/")[:2]) not in rooms] == []
    assert {name.split("/")[0] for top, name in lying if top != "tests" and "/" in name} - {*tree.ROOMS} == {"parts"}


def contract() -> ShelvesContract:
    """Return a small contract of one room."""
    options = {
        "name": "small",
        "rooms": ["room"],
        "layers": ["plugs | urls", "*.views", "*.rules", "*.*", "models"],
        "apart": ["*.views"],
        "besides": ["migrations"],
    }
    return ShelvesContract(name="small", session_options={}, contract_options=options)


def judged(*imports: tuple[str, str], modules: tuple[str, ...] = ()) -> tuple[bool, list[str], set[tuple[str, str]]]:
    """Return what the contract says of some imports: whether it is kept, what has no place, who knows whom against it."""
    graph = ImportGraph()
    for module in {"room", *modules, *(name for pair in imports for name in pair)}:
        parts = module.split(".")
        for length in range(1, len(parts) + 1):
            graph.add_module(".".join(parts[:length]))
    for importer, imported in imports:
        graph.add_import(importer=importer, imported=imported)
    check = contract().check(graph, verbose=False)
    return check.kept, check.metadata["homeless"], {(chain.importer, chain.imported) for chain in check.metadata["chains"]}


def test_subjects_know_each_others_rules_and_questions_both_ways():
    both_ways = ("room.pool.rules.giving", "room.desk.rules.calling"), ("room.desk.rules.calling", "room.pool.rules.giving")
    right = judged(*both_ways, ("room.desk.rules.calling", "room.pool.search"), ("room.pool.views.pool", "room.models"))

    assert right == (True, [], set())


def test_no_subject_knows_the_views_of_another():
    wrong = judged(("room.pool.views.pool", "room.desk.views.desk"))

    assert wrong == (False, [], {("room.pool.views", "room.desk.views")})


def test_nothing_knows_what_stands_above_it():
    wrong = judged(("room.pool.rules.giving", "room.pool.views.pool"), ("room.models", "room.desk.rules.calling"))

    assert wrong == (False, [], {("room.pool.rules", "room.pool.views"), ("room.models", "room.desk.rules")})


def test_what_lies_loose_in_a_room_breaks_the_contract():
    assert judged(modules=("room.helpers", "room.migrations", "room.pool.search")) == (False, ["room.helpers"], set())


DOORS = {"__init__", "apps", "plugs", "sockets", "urls", "0001_initial"}  # each room's or subject's own
ONE_WORD = {  # names that stand in several subjects, each with the one thing it means
    "counts": "how much waits in a section of the navigation",
    "funnel": "the funnel: page, command, benchmark",
    "importing": "reading files in: verbs, page, benchmark",
    "ledger": "the ledger: command, benchmark",
    "look": "how the pages look: what somebody chose, what the templates draw",
    "numbers": "telephone numbers of a lead, on pages",
    "on_customer_page": "what a room adds to the customer's page",
    "passwords": "passwords given and typed, by command and page",
    "refusals": "why a file is refused",
    "taking_back": "what is taken back by whoever did it",
    "telling": "telling people under the bell",
    "trail": "the trail: page and command",
    "who_saw": "who saw a number: page, form, command",
    "words": "the lists of words of a store, and what is written in them",
    "working": "what was done with a lead, for whoever asks whether something may still be taken back",
}


def test_a_name_that_stands_in_several_subjects_means_one_thing():
    standing: dict[str, set[str]] = {}
    for module in plan_of_imports.imports():
        stem = module.rpartition(".")[2]
        if stem not in DOORS and ".models." not in module and module not in tree.ROOMS and module.count(".") > 1:
            standing.setdefault(stem, set()).add(plan_of_imports.subject_of(module) if "commands" not in module else "commands")

    assert {stem for stem, subjects in standing.items() if len(subjects) > 1} - {"rules", "views", "forms", "parts"} == set(ONE_WORD)
