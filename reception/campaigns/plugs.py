"""What campaigns hang on the sockets: their place in the navigation, their deeds in words."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dcc import sockets
from dcc.people.permissions import may
from dcc.trail import audit, trail_words
from leads.models import Campaign

audit.register(
    {
        "campaign.plan": _("Campaign planned"),
        "campaign.change": _("Plan of a campaign changed"),
        "campaign.invite": _("Customers invited to a campaign"),
        "campaign.withdraw": _("Invitations to a campaign taken back"),
    }
)
trail_words.register({"first_day": _("from"), "last_day": _("until"), "budget": _("Budget"), "spent": _("Spent")}, {})
PAGES = ("campaign", "campaign_new", "campaign_change", "campaign_rows")
sockets.navigation.add(sockets.Section("campaigns", _("Campaigns"), "speakerphone", "campaign.see", pages=PAGES), name="campaigns", position=34)


def campaigns_on_the_trail(user, ids, _now):
    """Name the campaigns; link them for whoever may open them."""
    linked = may(user, "campaign.see")
    rows = Campaign.objects.visible_to(user).filter(pk__in=ids)
    return {campaign.pk: (campaign.name, reverse("campaign", args=[campaign.pk]) if linked else "") for campaign in rows}


sockets.trail_links.add(campaigns_on_the_trail, name="campaign")
