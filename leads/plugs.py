"""What this room hangs on the sockets of the rooms below, and on its own."""

from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from dcc import sockets
from dcc.people.permissions import may
from dcc.trail import audit, trail_words
from leads.barred import plugs as barred_plugs  # noqa: F401 - hang up the do-not-call list
from leads.channels.rules.channels import make_usual_channels
from leads.dealing import plugs as dealing_plugs  # noqa: F401 - hang up what the rules of the pool, grading, importing and the pool add
from leads.exports import plugs as export_plugs  # noqa: F401 - hang up what lists that leave add
from leads.grading import plugs as grading_plugs  # noqa: F401 - hang up what grading, importing and the pool add
from leads.intake import plugs as import_plugs  # noqa: F401 - hang up what grading, importing and the pool add
from leads.keeping import plugs as keeping_plugs  # noqa: F401 - hang up what grading, importing and the pool add
from leads.models import SOURCES, Channel, Lead
from leads.numbers import plugs as number_plugs  # noqa: F401 - hang up what numbers add
from leads.pool import plugs as pool_plugs  # noqa: F401 - hang up what grading, importing and the pool add
from leads.refunds import plugs as refund_plugs  # noqa: F401 - hang up what refunds add
from leads.topics import plugs as topic_plugs  # noqa: F401 - hang up what topics add

audit.register(
    {
        "channel.add": _("Channel added"),
        "channel.change": _("Channel changed"),
        "channel.price": _("Price of one lead changed"),
        "channel.cost": _("Cost of a month changed"),
        "channel.alias": _("Further name of a channel added"),
        "channel.alias_remove": _("Further name of a channel removed"),
        "channel.retire": _("Channel retired"),
        "channel.return": _("Channel brought back"),
        "capture.issue": _("Token of a channel issued"),
        "capture.revoke": _("Token of a channel revoked"),
    }
)

trail_words.register(
    {"source": _("Source"), "minutes": _("Own limit in minutes"), "virtual_days": _("Privacy numbers hold for days")},
    {"source": lambda value: str(dict(SOURCES).get(value, value))},
)
sockets.navigation.add(
    sockets.Section("channels", _("Channels"), "affiliate", "channel.see", group="manage", pages=("channel", "channel_new")), name="channels", position=82
)


@receiver(sockets.store_born)
def give_usual_channels(*, store, **_sent) -> None:
    """A store is born with the usual channels of each source."""
    make_usual_channels(store)


def channels_on_the_trail(user, ids, _now):
    """Name the channels; link them for whoever may change them."""
    linked = may(user, "channel.manage")
    return {
        channel.pk: (channel.name, reverse("channel", args=[channel.pk]) if linked else "") for channel in Channel.objects.visible_to(user).filter(pk__in=ids)
    }


def open_leads_of(person):
    """What somebody who left still holds: their open leads, to be given to others."""
    count = Lead.objects.open().filter(agent=person).count()
    sentence = ngettext("%(count)d open lead is still with %(name)s", "%(count)d open leads are still with %(name)s", count)
    return (sentence % {"count": count, "name": person.name}, f"{reverse('leads')}?agent={person.pk}") if count else None


def leads_of_notices(user, ids, now):
    """Find the leads that notices speak of, while their reader may see them."""
    return Lead.objects.visible_to(user, now=now).in_bulk(ids)


sockets.notice_leads.add(leads_of_notices, name="leads")
sockets.trail_links.add(channels_on_the_trail, name="channel")
sockets.holdings.add(open_leads_of, name="leads")
