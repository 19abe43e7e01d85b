"""Numbers on pages: what people typed is shown with its telephone numbers masked (docs/rules/trust.md#numbers-that-leave)."""

from django import template

from leads.intake.phones import mask_digits

register = template.Library()


@register.filter
def masked(text) -> str:
    """Return a note, reason or answer with everything masked in it that could be a number."""
    return mask_digits(str(text)) if text else ""
