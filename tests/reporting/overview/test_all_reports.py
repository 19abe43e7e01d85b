"""All reports on one page and behind the title of each; three of them in the navigation."""

import re

import pytest


def links(html: str, begin: str, end: str) -> list[str]:
    """The addresses between two pieces of mark-up."""
    return re.findall(r'href="(/(?!static)[^"]*)"', html.partition(begin)[2].partition(end)[0])


@pytest.mark.parametrize("role", ["leader", "manager", "marketing", "agent"])
def test_three_reports_stand_in_the_navigation_and_every_other_one_behind_all_reports(client_of, role, request):
    client = client_of(request.getfixturevalue(role))

    html = client.get("/reports/").content.decode()

    listed, shown = links(html, 'id="main"', "</main>"), links(html, '<nav class="d-side"', "</nav>")
    assert len(set(shown) & set(listed)) == min(3, len(listed))
    assert "/reports/" in shown
    assert all(client.get(href).status_code == 200 for href in listed)


def test_the_title_of_a_report_opens_the_others_and_all_reports_is_marked_where_it_is_not_in_the_navigation(client_of, leader):
    html = client_of(leader).get("/reports/second-look/").content.decode()

    assert {"/reports/second-look/", "/reports/funnel/", "/reports/"} < set(links(html, '<details class="d-menu d-title"', "</details>"))
    assert re.search(r'<a class="d-nav is-here" href="/reports/"', html)


def test_a_page_that_is_no_report_has_a_plain_title(client_of, leader):
    assert "d-title" not in client_of(leader).get("/leads/").content.decode()
