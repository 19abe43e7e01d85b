"""People: who they are, what they may do, when they are away."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from dcc.frame.day_fields import DayField
from dcc.models import User
from dcc.people.permissions import roles_to_give


class NameForm(forms.Form):
    """A person's name."""

    name = forms.CharField(label=_("Name"), max_length=40)


class RolesForm(forms.Form):
    """The roles of a person; offered are those below the rank of whoever gives them."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one role."), "invalid_choice": _("You can give only roles below your own.")},
    )

    def __init__(self, *args, giver: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].choices = roles_to_give(giver)


class NewPersonForm(NameForm, RolesForm):
    """Somebody who joins."""

    username = forms.CharField(
        label=_("Account"),
        min_length=2,
        max_length=40,
        help_text=_("What they type to log in, for example zhangwei."),
        validators=[RegexValidator(r"^[\w.-]+\Z", _("Only letters, digits, dot, hyphen and underscore."))],
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )
    field_order = ("name", "username", "roles")

    def clean_username(self) -> str:
        """Accounts are lower case."""
        return self.cleaned_data["username"].lower()


class AwayForm(forms.Form):
    """Until when somebody is away, today included, and who stands in."""

    last = DayField(label=_("Away until"))
    stand_in = forms.ModelChoiceField(User.objects.none(), label=_("Stand-in"), required=False, empty_label=_("All who are on duty"))

    def __init__(self, *args, person: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stand_in"].queryset = _of_the_same_work(person)


def _of_the_same_work(person: User):
    """The colleagues who do the same work as somebody, by name."""
    if person.store is None:
        return User.objects.none()
    same = User.objects.of_store(person.store).employed().filter(role_rows__name__in=person.roles).exclude(pk=person.pk)
    return User.objects.filter(pk__in=same.order_by().values("pk")).order_by("name", "pk")
