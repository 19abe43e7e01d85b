"""The head of a customer, the same on every page that has one."""

from django import template
from django.utils import timezone

from leads import sockets
from leads.models import Lead
from leads.numbers.until_words import ends_soon, until_words

register = template.Library()


@register.inclusion_tag("leads/numbers/_virtual.html")
def virtual_number(lead: Lead) -> dict[str, str | bool]:
    """Show that the number is a portal's, and until when it holds."""
    return {"words": until_words(lead), "late": ends_soon(lead, timezone.now())}


@register.inclusion_tag("leads/customer/_tags.html")
def lead_tags(lead: Lead) -> dict[str, list[str]]:
    """Show the facts that change how one works with this customer, as outlined tags."""
    return {"words": [word for of_room in sockets.lead_tags for word in of_room(lead)]}
