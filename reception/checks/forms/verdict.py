"""What came of a ring."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reception.models.checks import WRONGS

VERDICTS = ("upheld", "wrong", "unreached")


class VerdictForm(forms.Form):
    """True, not true with a kind and why, or nobody answered."""

    verdict = forms.ChoiceField(choices=[(name, name) for name in VERDICTS], error_messages={"required": _("True or not? Choose one.")})
    kind = forms.ChoiceField(choices=[("", ""), *WRONGS], required=False)
    reason = forms.CharField(label=_("What did they tell you?"), max_length=200, required=False)
