"""What people are told under the bell: kinds, sentences, one way to tell.

A room hangs each kind on `sockets.notice_kinds` by its name: notice -> (sentence, url or ""). The sentence is made when it is read.
"""

from datetime import datetime

from dcc import sockets
from dcc.database.one_row import insert
from dcc.models import Notice, User


def tell(user: User, kind: str, /, *, lead=None, now: datetime, **detail) -> Notice:
    """Tell one person one thing. `detail` holds ids, counts and words. Raises KeyError for a kind without a sentence."""
    if kind not in dict(sockets.notice_kinds.named()):
        raise KeyError(kind)
    return insert(Notice(user=user, kind=kind, lead_id=lead.pk if lead else None, detail=detail, at=now))


def sentences(user: User, notices: list[Notice], *, now: datetime) -> list[tuple[Notice, str, str]]:
    """Return each notice with what it says in the reader's language and where it leads ("": nowhere); leads and people of all of them are looked up at once."""
    ids = {notice.lead_id for notice in notices if notice.lead_id}
    leads = {pk: lead for find in sockets.notice_leads for pk, lead in find(user, ids, now).items()} if ids else {}
    people = {person.pk: person for person in User.objects.visible_to(user)} if notices else {}
    for notice in notices:
        notice.user, notice.lead, notice.people = user, leads.get(notice.lead_id), people
    kinds = dict(sockets.notice_kinds.named())
    return [(notice, *kinds[notice.kind](notice)) for notice in notices]
