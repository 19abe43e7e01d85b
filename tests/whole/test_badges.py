"""The number beside a place of the navigation is the number of rows the page says it has, for every role."""

import re
from html import unescape

import pytest
from django.urls import reverse

from dcc.frame.navigation import sections_of
from dcc.models import User
from dcc.people.roles import ROLES
from tests.one_line import ReadingClient

CUSTOMERS = 3  # of each kind
PLACE = re.compile(r'<a class="d-nav[^>]*href="([^"]*)"[^>]*>(?:(?!</a>).)*?data-count="(\w+)"', re.DOTALL)
SAYS = {  # how each page says how many rows it has; several numbers add up
    "calls": r'id="queue-title">.*?</h2><span class="d-meta">(\d+)',
    "leads": r'class="d-count"><b>(\d+) 条',
    "allocate": r'<a href="/leads/allocate/">待分配 <b>(\d+)',
    "grading": r'<a href="/leads/grading/">待分级 <b>(\d+)',
    "review": r'<a href="/leads/review/">待决定 <b>(\d+)',
    "appointments": r'(<tr data-row [^>]*class="(?!is-past))',  # what is over, or a colleague's by now, stands back
    "mine": r"手上 </span><b>(\d+)",
    "reconcile": r"等我处理 (\d+)",
    "refunds": r'<tr class="is-total">(?:.*?is-cut){2}[^>]*>\s*<span[^>]*>(\d+)',
    "topics": r"等我的 (\d+)",
    "checks": r"待核 <b>(\d+)|<em>\+ 之前 (\d+)",
    "given": r"要问 (\d+)",
    "exports": r"等批 (\d+)",
    "transfers": r'到期 (\d+)|(<div class="r-case">)',
}

NOUGHT = {"refunds", "given"}  # a number is absent at nought: whatever is bad here was claimed already, whoever was given away was so today


def browser(person: User) -> ReadingClient:
    """A browser in which this person is logged in."""
    client = ReadingClient()
    client.force_login(person, "dcc.log_in.backends.PersonBackend")
    return client


def said(section: str, html: str) -> int:
    """Read off a page how many rows it says it has."""
    found = [next(filter(None, match if isinstance(match, tuple) else (match,))) for match in re.findall(SAYS[section], html, re.DOTALL)]
    return sum(int(text) if text.isdigit() else 1 for text in found)


@pytest.mark.parametrize("role", [name for name, _label in ROLES])
def test_a_badge_opens_exactly_the_rows_it_counts(scene, role):
    person = scene.person(role)
    client = browser(person)
    page = client.get(reverse("me")).content.decode()
    links = {section: unescape(url) for url, section in PLACE.findall(page)}

    badges = {section: int(number) for section, (number, _late) in client.get(reverse("counts")).json()["sections"].items()}

    pages = {section: said(section, client.get(links[section]).content.decode()) for section in badges}
    assert pages == badges
    assert set(links) == {section.url for section in sections_of(person) if section.is_counted}


def test_every_section_with_a_number_is_walked(scene):
    counted = {section.url for role, _label in ROLES for section in sections_of(scene.person(role)) if section.is_counted}

    badges = {section for role, _label in ROLES for section in browser(scene.person(role)).get(reverse("counts")).json()["sections"]}

    assert (counted, badges) == (set(SAYS), set(SAYS) - NOUGHT)


@pytest.mark.parametrize(("role", "lists"), [("data_manager", {"grading": "分级"}), ("leader", {"allocate": "分配", "review": "审核"})])
def test_the_desk_says_the_same_number_as_the_navigation(scene, role, lists):
    client = browser(scene.person(role))
    desk = client.get(reverse("home")).context
    lines = [desk["first"], *(line for _number, line in desk["items"])]

    badges = client.get(reverse("counts")).json()["sections"]

    said = {line.what: int(re.search(r"\d+", line.how_much)[0]) for line in lines}
    numbers = {section: said[word] for section, word in lists.items()}
    assert numbers == {section: int(badges[section][0]) for section in lists}
    assert min(numbers.values()) > 1
