"""How a person looks at the list of leads: filters under a name, and the columns chosen."""

from django.db import models
from django.db.models import UniqueConstraint
from django.utils.translation import gettext_lazy as _


class SavedFilter(models.Model):
    """A filter of the list of leads under a name (存下的筛选): the query of its address, its order included. A shared one is offered to the whole store."""

    user = models.ForeignKey("dcc.User", models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=20)
    query = models.CharField(max_length=1_000, blank=True)
    is_shared = models.BooleanField(default=False)

    class Meta:
        constraints = [UniqueConstraint(fields=["user", "name"], name="saved_filter_name_once")]
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class ChosenColumns(models.Model):
    """The columns of the list of leads that somebody chose: their codes (leads.pool.list_columns), in the order of the list."""

    user = models.OneToOneField("dcc.User", models.CASCADE, related_name="+")
    codes = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.codes
