"""An address may name a row by any number: one no database counts to is a row that is not there."""

from django.urls import URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter

BEYOND = 2**63


def numbered(patterns, taken: tuple = ()):
    """Yield the name and the arguments of every address that has a number in it."""
    for pattern in patterns:
        arguments = (*taken, *pattern.pattern.converters.values())
        if isinstance(pattern, URLResolver):
            yield from numbered(pattern.url_patterns, arguments)
        elif any(isinstance(each, IntConverter) for each in arguments):
            yield pattern.name, [BEYOND if isinstance(each, IntConverter) else "1" for each in arguments]


def test_no_address_fails_at_a_number_that_is_too_large(client_of, agent):
    client, asked = client_of(agent), list(numbered(get_resolver().url_patterns))

    answers = {name: client.get(reverse(name, args=arguments)).status_code for name, arguments in asked}

    assert len(answers) > 100
    assert set(answers.values()) == {404}, {name: status for name, status in answers.items() if status != 404}


def test_the_largest_number_a_database_counts_to_is_asked_for(client_of, agent):
    answers = [client_of(agent).get(f"/calls/{number}/").status_code for number in (BEYOND - 1, BEYOND, 10**19)]

    assert answers == [404, 404, 404]
