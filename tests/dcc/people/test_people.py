"""Who joins, what they may do, how they leave."""

import pytest

from dcc.errors import Refused
from dcc.models import Notice, User
from dcc.people.rules.people import add_person, change_roles, end_access, give_access_back, may_manage, rename_person, reset_password
from dcc.store.rules.stores import create_store
from tests.factories import UserFactory
from tests.moments import MONDAY_9, MONDAY_10
from tests.trail import trail


def refusal(deed, *args, **kwargs) -> str:
    """Return the sentence with which a verb refuses."""
    with pytest.raises(Refused) as caught:
        deed(*args, **kwargs)
    return str(caught.value)


def test_a_new_person_gets_roles_and_a_one_time_password(leader):
    person, password = add_person(username="WangWei", name="王伟", roles=["agent", "reception"], store=leader.store, by=leader, now=MONDAY_9)

    stored = User.objects.get(username="wangwei")
    assert stored == person
    assert stored.roles == {"agent", "reception"}
    assert stored.must_change_password is True
    assert stored.check_password(password) is True
    assert trail("person.create") == [{"roles": ["agent", "reception"]}]


def test_two_people_never_share_an_account(leader, agent):
    sentence = refusal(add_person, username="Agent", name="李娜", roles=["agent"], store=leader.store, by=leader, now=MONDAY_9)

    assert "Agent" in sentence
    assert User.objects.filter(username="agent").count() == 1


@pytest.mark.parametrize(
    ("giver", "role"), [("leader", "leader"), ("leader", "director"), ("director", "director"), ("director", "manager"), ("director", "hq")]
)
def test_nobody_gives_a_role_of_their_own_rank_or_above(request, giver, role):
    by = request.getfixturevalue(giver)

    refusal(add_person, username="neu", name="新人", roles=[role], store=by.store, by=by, now=MONDAY_9)

    assert User.objects.filter(username="neu").exists() is False


def test_the_director_gives_the_leaders_role(director):
    person, _password = add_person(username="zhou", name="周", roles=["leader"], store=director.store, by=director, now=MONDAY_9)

    assert person.roles == {"leader"}


@pytest.mark.parametrize(
    ("by", "whom", "allowed"),
    [
        ("leader", "agent", True),
        ("leader", "data_manager", True),
        ("leader", "leader", False),
        ("leader", "director", False),
        ("leader", "foreign_agent", False),
        ("director", "leader", True),
        ("director", "manager", False),
        ("agent", "other_agent", False),
        ("manager", "agent", False),
        ("data_manager", "agent", False),
    ],
)
def test_rank_decides_whom_one_manages(request, by, whom, allowed):
    assert may_manage(request.getfixturevalue(by), request.getfixturevalue(whom)) is allowed


def test_a_leader_does_not_manage_somebody_who_is_an_agent_and_the_director(leader, store):
    both = UserFactory(store=store, roles=["agent", "director"])

    refusal(rename_person, both, name="别名", by=leader, now=MONDAY_9)

    assert User.objects.get(pk=both.pk).name == both.name


def test_nobody_changes_their_own_roles(director):
    refusal(change_roles, director, roles=["leader"], by=director, now=MONDAY_9)

    assert User.objects.get(pk=director.pk).roles == {"director"}


def test_changed_roles_stand_on_the_trail_and_the_person_is_told(leader, agent):
    changed = change_roles(agent, roles=["reception", "agent"], by=leader, now=MONDAY_9)

    assert changed is True
    assert User.objects.get(pk=agent.pk).roles == {"agent", "reception"}
    assert trail("person.roles") == [{"before": ["agent"], "after": ["agent", "reception"]}]
    assert list(Notice.objects.values_list("user", "kind", "detail")) == [(agent.pk, "person.roles", {"roles": ["agent", "reception"]})]


def test_the_same_roles_again_change_nothing(leader, agent):
    assert change_roles(agent, roles=["agent"], by=leader, now=MONDAY_9) is False

    assert trail("person.roles") == []


def test_nobody_is_left_without_a_role(leader, agent):
    refusal(change_roles, agent, roles=[], by=leader, now=MONDAY_9)

    assert User.objects.get(pk=agent.pk).roles == {"agent"}


def test_a_reset_password_replaces_the_old_one(leader, agent):
    password = reset_password(agent, by=leader, now=MONDAY_9)

    stored = User.objects.get(pk=agent.pk)
    assert stored.check_password(password) is True
    assert stored.must_change_password is True
    assert trail("person.reset") == [{}]


def test_who_leaves_keeps_their_row_and_history(leader, agent):
    first = end_access(agent, by=leader, now=MONDAY_9)
    second = end_access(agent, by=leader, now=MONDAY_10)

    assert (first, second) == (True, False)
    assert User.objects.get(pk=agent.pk).left_at == MONDAY_9
    assert User.objects.get(pk=agent.pk).roles == {"agent"}
    assert trail("person.leave") == [{}]


def test_who_comes_back_gets_a_one_time_password(leader, agent):
    end_access(agent, by=leader, now=MONDAY_9)

    password = give_access_back(agent, by=leader, now=MONDAY_10)

    stored = User.objects.get(pk=agent.pk)
    assert stored.left_at is None
    assert stored.check_password(password) is True
    assert trail("person.return") == [{}]


def test_a_password_of_somebody_who_left_is_not_reset(leader, agent):
    end_access(agent, by=leader, now=MONDAY_9)

    refusal(reset_password, agent, by=leader, now=MONDAY_10)

    assert trail("person.reset") == []


def test_the_trail_of_a_renamed_person_holds_no_name(leader, agent):
    assert rename_person(agent, name="王维", by=leader, now=MONDAY_9) is True

    assert User.objects.get(pk=agent.pk).name == "王维"
    assert trail("person.rename") == [{}]


def test_the_operator_makes_the_first_director(db):
    store = create_store(code="S9", name="新店", by=None, now=MONDAY_9)

    person, _password = add_person(username="zhang", name="张", roles=["director"], store=store, by=None, now=MONDAY_9)

    assert person.roles == {"director"}
    assert person.store == store
