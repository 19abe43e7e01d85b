"""What people are told under the bell: kinds, sentences, one way to tell.

A room hangs each kind on `sockets.notice_kinds` as (kind, notice -> (sentence, url or "")). The sentence is made when it is read.
"""

from datetime import datetime

from dcc import sockets
from dcc.models import Notice, User


def tell(user: User, kind: str, /, *, lead=None, now: datetime, **detail) -> Notice:
    """Tell one person one thing. `detail` holds ids, counts and words. Raises KeyError for a kind without a sentence."""
    if kind not in dict(sockets.notice_kinds):
        raise KeyError(kind)
    return Notice.objects.create(user=user, kind=kind, lead_id=lead.pk if lead else None, detail=detail, at=now)


def sentence(notice: Notice) -> tuple[str, str]:
    """Return what a notice says in the reader's language, and where it leads ("": nowhere)."""
    return dict(sockets.notice_kinds)[notice.kind](notice)
