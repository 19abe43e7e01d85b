"""What a file's remarks say, in the sentences of a dealer's day."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from dcc.frame.moment_words import when

WARNINGS = frozenset(
    (
        *("named_otherwise", "columns_of_another", "other_columns", "other_size", "seen_elsewhere", "taking_over", "same_content", "same_people"),
        *("no_time_column", "without_time", "hidden_rows", "sheets_left", "dropped_deadlines", "numbers_over", "dropped_untils"),
    )
)
NAMED = 8  # columns; the others are counted


def remark_in_words(remark: Mapping[str, Any]) -> str:
    """Return the sentence of one remark."""
    if said := IN_PARTS.get(remark["code"]):
        return said(remark)
    facts = dict(remark)
    if "at" in remark:
        facts["when"] = when(datetime.fromisoformat(remark["at"]))
    if "channels" in remark:
        facts["told"] = _(", ").join(f"{channel} {count}" for channel, count in remark["channels"])
    return str(SENTENCES[remark["code"]] % facts)


def _unknown_columns(remark: Mapping[str, Any]) -> str:
    return _("Kept as they are, not understood: %(names)s") % {"names": _named(remark["columns"], remark["more"])}


def _sheets_left(remark: Mapping[str, Any]) -> str:
    sheets = _named(map(_sheet, remark["sheets"]), remark["more"])
    return _("Sheet “%(taken)s” is read, left out: %(sheets)s") % {"taken": remark["taken"], "sheets": sheets}


def _other_columns(remark: Mapping[str, Any]) -> str:
    parts = [(_("New columns: %(names)s"), remark["new"]), (_("Columns gone: %(names)s"), remark["gone"])]
    return _("; ").join(sentence % {"names": _named(names[:NAMED], max(len(names) - NAMED, 0))} for sentence, names in parts if names)


def _other_size(remark: Mapping[str, Any]) -> str:
    more = _("%(percent)d %% more rows than usual: %(rows)d, the last %(files)d had %(usual)d in the middle")
    fewer = _("%(percent)d %% fewer rows than usual: %(rows)d, the last %(files)d had %(usual)d in the middle")
    return (more if remark["more"] else fewer) % remark


def _no_time_column(remark: Mapping[str, Any]) -> str:
    if not remark["rows"]:
        return _("No column with a time.")
    said = ngettext(
        "No column with a time: %(rows)d row gets the moment of the import.",
        "No column with a time: all %(rows)d rows get the moment of the import.",
        remark["rows"],
    )
    return said % remark


def _named(parts: Iterable[str], more: int) -> str:
    names = _(", ").join(parts)
    return _("%(names)s and %(more)d more") % {"names": names, "more": more} if more else names


def _sheet(sheet: tuple[str, int]) -> str:
    return ngettext("“%(sheet)s” (%(rows)d row)", "“%(sheet)s” (%(rows)d rows)", sheet[1]) % {"sheet": sheet[0], "rows": sheet[1]}


def remarks_in_words(remarks: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the remarks as a page shows them, those that want attention first."""
    said = [{"text": remark_in_words(remark), "warns": remark["code"] in WARNINGS} for remark in remarks]
    return sorted(said, key=lambda remark: not remark["warns"])


IN_PARTS = {
    **{"unknown_columns": _unknown_columns, "sheets_left": _sheets_left, "other_columns": _other_columns, "other_size": _other_size},
    "no_time_column": _no_time_column,
}
SENTENCES = {
    "named_otherwise": gettext_lazy("The file is called after %(named)s, chosen is %(channel)s. Is the channel right?"),
    "columns_of_another": gettext_lazy(
        "The last file with these columns was %(other)s's (%(when)s, %(by)s); this one goes to %(channel)s. Is the channel right?"
    ),
    "same_content": gettext_lazy("The same rows came in as %(channel)s before: %(rows)d of %(of)d. Is the channel right?"),
    "same_people": gettext_lazy("%(people)d of %(of)d people came in through %(channel)s within a day. Is it the same list?"),
    "taking_over": ngettext_lazy(
        "%(people)d open lead of another channel counts for this one from then on: its time here is earlier (%(told)s).",
        "%(people)d open leads of other channels count for this one from then on: their times here are earlier (%(told)s).",
        "people",
    ),
    "seen_elsewhere": ngettext_lazy(
        "%(people)d person came through another channel within 7 days (%(told)s)",
        "%(people)d people came through other channels within 7 days (%(told)s)",
        "people",
    ),
    "calls": ngettext_lazy("%(rows)d row is an incoming call, %(missed)d missed.", "%(rows)d rows are incoming calls as well, %(missed)d missed.", "rows"),
    "no_ids": gettext_lazy("Column “%(column)s” only numbers the rows or says the same in each: it is not taken as an id."),
    "without_time": ngettext_lazy(
        "%(rows)d row has no time and gets the moment of the import.", "%(rows)d rows have no time and get the moment of the import.", "rows"
    ),
    "rounded_ids": ngettext_lazy(
        "%(rows)d id was rounded by a spreadsheet and is not used.", "%(rows)d ids were rounded by a spreadsheet and are not used.", "rows"
    ),
    "dropped_deadlines": ngettext_lazy(
        "%(rows)d deadline cannot be right and is only kept beside the inquiry: the channel's own limit holds.",
        "%(rows)d deadlines cannot be right and are only kept beside the inquiries: the channel's own limit holds.",
        "rows",
    ),
    "numbers_over": ngettext_lazy(
        "%(rows)d virtual number is over already (Virtual number until): nobody can call it once it is imported, the leader decides.",
        "%(rows)d virtual numbers are over already (Virtual number until): nobody can call them once they are imported, the leader decides.",
        "rows",
    ),
    "dropped_untils": ngettext_lazy(
        "%(rows)d end of a virtual number cannot be right and is only kept beside the inquiry: the channel's own days hold.",
        "%(rows)d ends of virtual numbers cannot be right and are only kept beside the inquiries: the channel's own days hold.",
        "rows",
    ),
    "hidden_rows": ngettext_lazy(
        "%(rows)d row is hidden in the sheet, and is imported as well.", "%(rows)d rows are hidden in the sheet, and are imported as well.", "rows"
    ),
}
