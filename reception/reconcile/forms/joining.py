"""The true moments of an order that is joined to a lead by hand."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from dcc.frame.day_fields import MomentField
from leads.models import Lead
from reception.door.parts.reasons import reason_field


class JoiningForm(forms.Form):
    """Whose it is, when it was signed and handed over in truth, and why it is joined only now."""

    lead = forms.ModelChoiceField(Lead.objects.none(), label=_("Whose it is"), error_messages={"required": _("Choose whose it is.")})
    signed_at = MomentField(label=_("Signed at (the true moment)"))
    delivered_at = MomentField(label=_("Handed over at"))
    number = forms.CharField(label=_("Order number"), max_length=40, required=False)
    reason = reason_field()
    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args, leads=None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if leads is not None:
            self.fields["lead"].queryset = leads
