"""The approved file is handed out: to who asked, once, stamped, each of its numbers counted (docs/rules/trust.md#full-numbers-by-approval)."""

from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.frame.plain_workbook import Asked, Stamp
from dcc.models import User
from dcc.trail import audit
from leads.customer.rules.revealing import record_showings
from leads.exports.export_words import stamped
from leads.exports.person_file import full_file, heads_of, list_named, people_of
from leads.models import PersonExport
from leads.models.querysets.person_export import ALIVE


@transaction.atomic
def hand_out(export: PersonExport, *, by: User, now: datetime) -> bytes:
    """Return the file; it is fetched with that. Refused for anybody else, a second time, an hour after the approval, and past the numbers of the day.

    Held are the rows that were approved, as they are now: who was erased, or asked not to be called since, is not in it.
    """
    listing = list_named(export.listing)
    ready = PersonExport.objects.filter(pk=export.pk, by=by, is_approved=True, fetched_at=None, decided_at__gte=now - ALIVE)
    if listing is None or not ready.update(fetched_at=now):
        raise Refused(_("One approval is one file, for whoever asked, within an hour. Ask again."))
    export = PersonExport.objects.select_related("store", "by", "decided_by").get(pk=export.pk)
    people = people_of(listing, export.rows, export.columns, by=by, now=now)
    record_showings("export.number", people.given, by=by, now=now, request=str(export))
    stamp = Stamp(export.by.name, export.decided_by.name if export.decided_by else "", str(export), export.purpose)
    asked = Asked(stamped(export, listing, people), export.store.zone, now, stamp)
    content = full_file(str(listing.title), heads_of(listing, export.columns), people, asked)
    PersonExport.objects.filter(pk=export.pk).update(numbers=len(people.given))
    audit.record("export.fetch", export, by=by, now=now, rows=len(people.rows), numbers=len(people.given), fingerprint=sha256(content).hexdigest())
    return content
