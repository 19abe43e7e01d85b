"""The head of a customer, the same on every page that has one."""

from django import template

from leads import sockets
from leads.models import Lead

register = template.Library()


@register.inclusion_tag("leads/customer/_tags.html")
def lead_tags(lead: Lead) -> dict[str, list[str]]:
    """Show the facts that change how one works with this customer, as outlined tags."""
    return {"words": [word for of_room in sockets.lead_tags for word in of_room(lead)]}
