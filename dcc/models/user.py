"""People and their roles."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Exists, OuterRef, Q, UniqueConstraint
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from dcc.database.collation import ByCodePoint
from dcc.models.absence import Absence
from dcc.models.shift import Shift
from dcc.people.roles import ROLES

if TYPE_CHECKING:
    from dcc.models.store import Store

LANGUAGES = (("", _("As the browser")), ("zh-hans", _("Simplified Chinese")), ("en", _("English")))
THEMES = (("auto", _("As the device")), ("light", _("Light")), ("dark", _("Dark")))


def away_on(day: date, person: str = "pk") -> Q:
    """Whether the person under this key of a queryset is away all of a day: marked so, or off or on leave by the roster."""
    marked = Absence.objects.filter(user=OuterRef(person), day=day)
    return Q(Exists(marked)) | Q(Exists(Shift.objects.filter(user=OuterRef(person), day=day, starts=None)))


def _off_shift(local: datetime) -> Q:
    """Whether somebody has a shift on the day of a moment, and it lies outside."""
    shifts = Shift.objects.filter(user=OuterRef("pk"), day=local.date())
    return Q(Exists(shifts.exclude(starts__lte=local.time(), ends__gt=local.time())))


class UserQuerySet(models.QuerySet):
    """Questions about people."""

    def employed(self) -> "UserQuerySet":
        """Those who have not left."""
        return self.filter(left_at=None)

    def of_store(self, store) -> "UserQuerySet":
        """The people of one store, by username: the order in which turns are taken."""
        return self.filter(store=store).order_by(ByCodePoint("username"))

    def with_role(self, role: str) -> "UserQuerySet":
        """Those who hold `role`, alone or among others."""
        return self.filter(role_rows__name=role)

    def with_duty(self, now: datetime, zone) -> "UserQuerySet":
        """Each with `is_away`, all that day, and `is_on_duty`, at that moment (docs/rules/domain.md#on-duty)."""
        away, off = away_on(now.astimezone(zone).date()), _off_shift(now.astimezone(zone))
        return self.annotate(is_away=away, is_on_duty=~away & ~off)

    def there_on(self, day: date) -> "UserQuerySet":
        """Those who work on a day, be it at another hour: neither marked away, nor off or on leave by the roster."""
        return self.exclude(away_on(day))

    def on_duty(self, now: datetime, zone) -> "UserQuerySet":
        """Those on duty at a moment: there that day, and inside their shift where the roster gives them one (docs/rules/domain.md#on-duty)."""
        return self.there_on(now.astimezone(zone).date()).exclude(_off_shift(now.astimezone(zone)))

    def left_to(self, person: "User", role: str, day: date) -> list[int]:
        """Whose work of a role is somebody's to do on a day (docs/rules/domain.md#standing-in): of who is away or on leave.

        Theirs whose stand-in they are, and theirs who named nobody who is there. One query, a second one where anybody is away.
        """
        colleagues = {"user__store": person.store_id, "user__left_at": None, "user__role_rows__name": role, "day": day}
        marked = Absence.objects.filter(**colleagues).values_list("user", "stand_in")
        on_leave = Shift.objects.filter(**colleagues).exclude(leave="").values_list("user", "stand_in")
        named: dict[int, int | None] = {}
        for away, stand_in in marked.union(on_leave, all=True):
            named[away] = named.get(away) or stand_in
        if not named or person.pk in named:
            return []
        there = set(self.filter(store=person.store_id, left_at=None, role_rows__name=role).there_on(day).values_list("pk", flat=True))
        if person.pk not in there:
            return []
        return sorted(away for away, stand_in in named.items() if stand_in == person.pk or stand_in not in there)

    def on_duty_at(self, moments: Sequence[datetime], zone) -> list[list[int]]:
        """Who is on duty at each of some moments of one day, by their keys. One query."""
        if not moments:
            return []
        there = self.there_on(moments[0].astimezone(zone).date())
        off = {f"off_{number}": _off_shift(moment.astimezone(zone)) for number, moment in enumerate(moments)}
        rows = list(there.annotate(**off).values_list("pk", *off))
        return [[pk for pk, *is_off in rows if not is_off[number]] for number in range(len(moments))]

    def visible_to(self, user: "User") -> "UserQuerySet":
        """Colleagues of the same store; head office sees only itself."""
        return self.filter(store_id=user.store_id) if user.store_id else self.filter(pk=user.pk)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc] # made at run time
    """Finds people by username, whatever the case they typed."""

    def get_by_natural_key(self, username: str) -> "User":
        """Return the person of that username; case does not matter at log-in."""
        return self.get(username=username.lower())


class User(AbstractBaseUser):
    """Somebody who works with DCC, in one store, with one or more roles. Head office has `stores` instead of a store.

    Who leaves is never deleted: `left_at` ends access, history stays theirs. Usernames are lower case. Every session carries `session_stamp`: a new
    stamp ends them all at once, wherever they are open (docs/rules/trust.md#log-in).
    """

    username = models.CharField(_("username"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=40)
    store = models.ForeignKey("dcc.Store", models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("store"))
    stores = models.ManyToManyField("dcc.Store", related_name="+", blank=True, verbose_name=_("stores watched"))
    must_change_password = models.BooleanField(_("must change the password"), default=False)
    password_until = models.DateTimeField(null=True, blank=True)  # until when a one-time password opens anything; null: it is one's own
    session_stamp = models.PositiveIntegerField(default=0)
    left_at = models.DateTimeField(_("left at"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True, choices=LANGUAGES)
    theme = models.CharField(_("theme"), max_length=10, default="auto", choices=THEMES)
    single_keys = models.BooleanField(_("single-letter keys"), default=True)

    asked_at: datetime | None = None  # when the request began in which this person asks; None outside of one
    colleagues_away = True  # whether anybody may be away these days, as far as the request knows

    USERNAME_FIELD = "username"
    objects = UserManager()

    class Meta:
        ordering = ["username"]

    def __str__(self) -> str:
        return self.name

    @property
    def own_store(self) -> "Store":
        """The store this person works in, for deeds that are done in one. Raises LookupError for head office, which no right lets do them."""
        if self.store is None:
            raise LookupError(f"{self.username} works in no store")
        return self.store

    @property
    def is_active(self) -> bool:  # type: ignore[override] # an answer, where Django has a column
        """Whether this person may log in: until they leave."""
        return self.left_at is None

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must carry to be this person's: Django's hash of the password, and the stamp."""
        return f"{super()._get_session_auth_hash(secret=secret)}{self.session_stamp}"  # type: ignore[misc] # the stubs do not know it

    @cached_property
    def roles(self) -> frozenset[str]:
        """The names of the roles held, read once per object."""
        return frozenset(row.name for row in self.role_rows.all())

    @cached_property
    def stood_in_for(self) -> frozenset[int]:
        """Whose customers this reception specialist has in hand besides their own while these are away; read once a request, outside of one nobody's."""
        if self.asked_at is None or self.store is None or "reception" not in self.roles or not self.colleagues_away:
            return frozenset()
        return frozenset(type(self).objects.left_to(self, "reception", self.asked_at.astimezone(self.store.zone).date()))

    @property
    def hands(self) -> frozenset[int]:
        """Whose customers this person works on as their own reception specialist would: their own, and theirs whom they stand in for."""
        return self.stood_in_for | {self.pk}

    def away_until(self, today: date) -> date | None:
        """The last day of the absence that covers `today`, None if there is none."""
        last = None
        for day in self.absences.filter(day__gte=today).order_by("day").values_list("day", flat=True):
            if day != (last + timedelta(days=1) if last else today):
                break
            last = day
        return last

    def forget_roles(self) -> None:
        """Let the next look at `roles` ask the database: they were changed."""
        self.__dict__.pop("roles", None)
        getattr(self, "_prefetched_objects_cache", {}).pop("role_rows", None)

    @property
    def roles_label(self) -> str:
        """The roles in words, in the order of the permission table."""
        return _now(", ").join(str(label) for name, label in ROLES if name in self.roles)


class Role(models.Model):
    """One role of one person. Given and taken only by `dcc.people.rules.people`."""

    user = models.ForeignKey(User, models.CASCADE, related_name="role_rows")
    name = models.CharField(max_length=20, choices=ROLES)

    class Meta:
        constraints = [UniqueConstraint(fields=["user", "name"], name="role_once_per_person")]
        ordering = ["id"]

    def __str__(self) -> str:
        return self.get_name_display()
