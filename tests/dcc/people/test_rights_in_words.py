"""What somebody may do, said on their own page."""

from dcc.people.permissions import PERMISSIONS
from dcc.people.rights_in_words import EVERYBODYS, PERMISSION_WORDS, STRONGEST_FIRST, may_in_words
from tests.factories import UserFactory


def test_every_scope_of_the_table_has_its_sentence():
    table = {(permission, scope) for permission, row in PERMISSIONS.items() for scope in row.values() if permission not in EVERYBODYS}

    assert table == set(PERMISSION_WORDS)


def test_every_scope_has_its_rank():
    scopes = {scope for _permission, scope in PERMISSION_WORDS}

    assert scopes == set(STRONGEST_FIRST)


def test_of_two_roles_the_wider_scope_is_said(store):
    both = UserFactory(store=store, roles=["agent", "leader"])

    said = may_in_words(both)

    assert str(PERMISSION_WORDS["lead.see", "all"]) in said
    assert str(PERMISSION_WORDS["lead.see", "own"]) not in said
