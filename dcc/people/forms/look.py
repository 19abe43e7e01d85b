"""How somebody wants the pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dcc.models.user import LANGUAGES, THEMES


class LookForm(forms.Form):
    """Language, theme, keys."""

    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, required=False)
    theme = forms.ChoiceField(label=_("Theme"), choices=THEMES)
    single_keys = forms.BooleanField(label=_("Single letters work as keys"), required=False)
