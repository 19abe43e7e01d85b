"""People of a store: who joins, what they may do, how they leave (docs/rules/trust.md#rank).

`by` is whoever does it and must outrank the person; None is the operator, who may do everything. One gives and takes only roles below one's own,
never one's own.
"""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.log_in.rules.passwords import set_one_time_password
from dcc.log_in.rules.sessions import end_sessions
from dcc.models import Role, Store, User
from dcc.notices import telling
from dcc.people.permissions import may, outranks, scopes
from dcc.people.roles import ROLES
from dcc.trail import audit


def may_manage(by: User | None, person: User) -> bool:
    """Whether `by` may rename, reset or end the access of this person."""
    if by is None:
        return True
    return by.pk != person.pk and may(by, "person.manage") and by.store_id == person.store_id and outranks(by, person.roles)


def may_let_go(by: User, person: User) -> bool:
    """Whether `by` may hand over what this person holds and end their access: a leader of agents alone, the director of everybody below."""
    return may_manage(by, person) and ("all" in scopes(by, "person.leave") or set(person.roles) == {"agent"})


@transaction.atomic
def add_person(*, username: str, name: str, roles: list[str], store: Store | None, by: User | None, now: datetime) -> tuple[User, str]:
    """Make a person; return them and their one-time password, which is shown once (docs/rules/trust.md#one-time-passwords)."""
    _check_roles(roles, by=by)
    if store is None and set(roles) != {"hq"}:
        raise Refused(_("Only head office is without a store."))
    try:
        with transaction.atomic():
            person = User.objects.create(username=username.lower(), name=name, store=store)
    except IntegrityError:
        raise Refused(_("The account “%(username)s” is taken. Choose another.") % {"username": username}) from None
    Role.objects.bulk_create(Role(user=person, name=role) for role in _in_order(roles))
    audit.record("person.create", person, by=by, now=now, roles=_in_order(roles))
    return person, set_one_time_password(person, now=now)


@transaction.atomic
def rename_person(person: User, *, name: str, by: User | None, now: datetime) -> bool:
    """Correct a person's name. False if it is the name already. The trail holds that it changed, never the name."""
    check_rank(person, by=by)
    changed = User.objects.filter(pk=person.pk).exclude(name=name).update(name=name)
    if changed:
        person.name = name
        audit.record("person.rename", person, by=by, now=now)
    return bool(changed)


@transaction.atomic
def change_roles(person: User, *, roles: list[str], by: User | None, now: datetime) -> bool:
    """Give a person exactly these roles. False if they hold them already. Their sessions end at once."""
    held = User.objects.select_for_update().get(pk=person.pk)
    check_rank(held, by=by)
    _check_roles(roles, by=by)
    before, after = _in_order(held.roles), _in_order(roles)
    if before == after:
        return False
    Role.objects.filter(user=held).exclude(name__in=after).delete()
    Role.objects.bulk_create(Role(user=held, name=role) for role in after if role not in before)
    person.forget_roles()
    end_sessions(person)
    audit.record("person.roles", person, by=by, now=now, before=before, after=after)
    telling.tell(person, "person.roles", now=now, roles=after)
    return True


@transaction.atomic
def reset_password(person: User, *, by: User | None, now: datetime) -> str:
    """Return a new one-time password; the old one no longer opens anything."""
    check_rank(person, by=by)
    if not person.is_active:
        raise Refused(_("%(name)s has left. Give access back first.") % {"name": person.name})
    audit.record("person.reset", person, by=by, now=now)
    return set_one_time_password(person, now=now)


@transaction.atomic
def end_access(person: User, *, by: User | None, now: datetime) -> bool:
    """Somebody leaves: no log-in any more, open sessions end at once, history stays theirs. False if they had left already."""
    check_rank(person, by=by)
    left = User.objects.filter(pk=person.pk, left_at=None).update(left_at=now)
    if left:
        person.left_at = now
        end_sessions(person)
        audit.record("person.leave", person, by=by, now=now)
    return bool(left)


@transaction.atomic
def give_access_back(person: User, *, by: User | None, now: datetime) -> str:
    """Somebody comes back: return a one-time password; the roles are those they left with. Refused if they had not left."""
    check_rank(person, by=by)
    if not User.objects.filter(pk=person.pk).exclude(left_at=None).update(left_at=None):
        raise Refused(_("%(name)s has access already.") % {"name": person.name})
    person.left_at = None
    audit.record("person.return", person, by=by, now=now)
    return set_one_time_password(person, now=now)


def check_rank(person: User, *, by: User | None) -> None:
    """Refuse whoever would change their own access, or that of somebody not below them in rank (docs/rules/trust.md#rank)."""
    if by is not None and by.pk == person.pk:
        raise Refused(_("Nobody changes their own access. Ask whoever is above you."))
    if not may_manage(by, person):
        raise Refused(_("%(name)s is not below you in rank. Ask the sales director, or the operator.") % {"name": person.name})


def _check_roles(roles: list[str], *, by: User | None) -> None:
    if not roles:
        raise Refused(_("Choose at least one role."))
    if not set(roles) <= {name for name, _label in ROLES}:
        raise Refused(_("There is no such role."))
    if by is not None and (not outranks(by, roles) or "hq" in roles):
        raise Refused(_("You can give only roles below your own."))


def _in_order(roles) -> list[str]:
    return [name for name, _label in ROLES if name in roles]
