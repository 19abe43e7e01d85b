"""A customer in a table: by their name, which leads to their page for whoever may see it."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from dcc.frame.drawn_cells import faint
from leads.models import Lead


def called(lead: Lead, *, opens: bool = False):
    """Return the name, cut where it is too long; with `opens` the row opens it."""
    link = '<a class="d-called" href="{}" title="{}" data-open>{}</a>' if opens else '<a class="d-called" href="{}" title="{}">{}</a>'
    return format_html(link, reverse("lead", args=[lead.pk]), lead.name, lead.name)


def unnamed():
    """Return what stands for a customer who went to somebody else since."""
    return faint(_("With somebody else now"))
