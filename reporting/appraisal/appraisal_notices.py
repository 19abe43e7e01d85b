"""What people are told of their appraisal."""

from django.urls import reverse
from django.utils.translation import gettext as _


def signed(notice) -> tuple[str, str]:
    """Somebody's card of a month was signed."""
    month = notice.detail["month"]
    return _("Your appraisal of %(month)s is signed.") % {"month": month}, f"{reverse('appraisal')}?month={month}"


SENTENCES = {"appraisal.signed": signed}
