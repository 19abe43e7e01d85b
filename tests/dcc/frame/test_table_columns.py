"""Tables whose columns are declared once: who sees which, how a cell looks, where it leads."""

from dataclasses import dataclass
from html.parser import HTMLParser

import pytest
from django.template.loader import render_to_string

from dcc.frame.table_columns import Band, Column, Table

pytestmark = pytest.mark.django_db


@dataclass
class Car:
    pk: int
    model: str
    price: int
    sold: bool = False
    note: str = ""
    buyer: None = None


class Cars(Table):
    caption = "Cars"

    model = Column("Model", is_key=True, address=lambda car: "" if car.sold else f"/cars/{car.pk}/", opens=True)
    price = Column("Price", is_number=True, hide="phone", look=lambda car: "" if car.price else "d-faint")
    cost = Column("Cost", right="person.manage", is_worded=True)
    buyer__name = Column("Buyer")
    note = Column("Note", nothing="")

    def look_of(self, car):
        return "is-past" if car.sold else ""

    def render_cost(self, record):
        return record.price - 1


class Drawn(HTMLParser):
    """The tags of a table with what they say."""

    def __init__(self, table):
        super().__init__()
        self.rows = []
        self.feed(render_to_string("parts/table.html", {"table": table}))

    def handle_starttag(self, tag, attrs):
        if tag == "tr":
            self.rows.append([])
        if tag in ("tr", "td", "th", "a"):
            self.rows[-1].append([tag, dict(attrs), ""])

    def handle_data(self, data):
        if self.rows and data.strip():
            self.rows[-1][-1][2] += data.strip()


def test_a_column_with_a_right_is_shown_to_whoever_has_it(leader, agent):
    cars = [Car(1, "Camry", 20)]

    shown = {person.username: [head.label for head in Cars(cars, user=person).heads()] for person in (leader, agent)}

    assert shown == {leader.username: ["Model", "Price", "Cost", "Buyer", "Note"], agent.username: ["Model", "Price", "Buyer", "Note"]}


def test_a_cell_looks_and_leads_as_its_column_says(agent):
    cars = [Car(1, "Camry <b>", 20), Car(2, "Corolla", 0, sold=True)]

    rows = Drawn(Cars(cars, user=agent)).rows

    assert rows == [
        [
            ["tr", {}, ""],
            ["th", {"scope": "col"}, "Model"],
            ["th", {"scope": "col", "class": "d-num d-hide-phone"}, "Price"],
            ["th", {"scope": "col"}, "Buyer"],
            ["th", {"scope": "col"}, "Note"],
        ],
        [
            *(["tr", {}, ""], ["td", {"class": "d-key-cell"}, ""], ["a", {"href": "/cars/1/", "data-open": None}, "Camry <b>"]),
            *(["td", {"class": "d-num d-hide-phone"}, "20"], ["td", {}, "—"], ["td", {}, ""]),
        ],
        [
            *(["tr", {"class": "is-past"}, ""], ["td", {"class": "d-key-cell"}, "Corolla"]),
            *(["td", {"class": "d-num d-hide-phone d-faint"}, "0"], ["td", {}, "—"], ["td", {}, ""]),
        ],
    ]


def test_a_cell_without_words_is_empty_so_that_a_phone_leaves_it_away(agent):
    page = render_to_string("parts/table.html", {"table": Cars([Car(1, "Camry", 20)], user=agent)})

    assert page.rpartition("<td")[2].partition("</td>")[0].strip() == ">"


def test_parts_stand_under_their_titles_and_bands_over_the_heads(leader):
    class Grouped(Cars):
        def grouped(self):
            return [("Here", "", [car for car in self.data if not car.sold]), ("Gone", "for good", [car for car in self.data if car.sold])]

        def bands(self):
            return [Band("Both", 3, look="is-now")]

    rows = Drawn(Grouped([Car(1, "Camry", 20), Car(2, "Corolla", 10, sold=True)], user=leader)).rows

    assert [[cell[2] for cell in row if cell[2]] for row in rows] == [
        ["Both"],
        ["Model", "Price", "Cost", "Buyer", "Note"],
        ["Here"],
        ["Camry", "20", "19", "—"],
        ["Gonefor good"],
        ["Corolla", "10", "9", "—"],
    ]
    assert (rows[0][-1][1], rows[2][1][1]) == ({"scope": "colgroup", "colspan": "3", "class": "is-now"}, {"scope": "rowgroup", "colspan": "5"})
