"""The words of the store's own lists."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dcc.frame.answers import WRONG, form_status, refusal_kept, refusal_on, to
from dcc.models import Word
from dcc.models.word import KINDS, in_levels
from dcc.people.permissions import requires
from dcc.store.forms.words import WordForm
from dcc.store.rules import words as rules
from dcc.store.views.words_table import WordsTable
from dcc.store.word_kinds import WORD_KINDS


@require_safe
@requires("word.manage")
def words(request):
    """The first list."""
    return redirect("word_list", KINDS[0][0])


@require_http_methods(["GET", "HEAD", "POST"])
@requires("word.manage")
def word_list(request, kind):
    """One list: its words in order, and a form for a new one."""
    if kind not in WORD_KINDS:
        raise Http404
    form = WordForm(request.POST or None, kind=kind, new=True, above=Word.objects.visible_to(request.user).of(request.user.store, kind))
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, "name"):
            word = rules.add_word(
                request.user.store,
                kind=kind,
                name=form.cleaned_data["name"],
                meaning=form.cleaned_data.get("meaning", ""),
                detail={} if form.cleaned_data.get("parent") else form.detail(),
                parent=form.cleaned_data.get("parent"),
                by=request.user,
                now=timezone.now(),
            )
            messages.success(request, _("“%(name)s” stands in the list.") % {"name": word.name})
            return to("word_list", kind)
    return _page(request, kind, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("word.manage")
def word(request, pk):
    """One word: its name and further facts."""
    word = _find(request, pk)
    form = WordForm(request.POST or None, kind=word.kind, new=False, is_below=word.parent is not None, initial={"name": word.name, **word.detail})
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, "name"):
            rules.change_word(word, name=form.cleaned_data["name"], detail=form.detail(), by=request.user, now=timezone.now())
            return to("word_list", word.kind)
    context = {"word": word, "form": form, "kind_label": word.get_kind_display(), "meaning": WORD_KINDS[word.kind].meanings.get(word.meaning, "")}
    return render(request, "dcc/store/word.html", context, status=form_status(form))


@require_POST
@requires("word.manage")
def move(request, pk, *, up):
    """Change places with the word above or below."""
    word = _find(request, pk)
    rules.move_word(word, up=up, by=request.user, now=timezone.now())
    return to("word_list", word.kind)


@require_POST
@requires("word.manage")
def retire(request, pk):
    """Take a word out of use."""
    word = _find(request, pk)
    with refusal_kept() as refusal:
        rules.retire_word(word, by=request.user, now=timezone.now())
        return to("word_list", word.kind)
    return _page(request, word.kind, refusal=refusal.sentence)


@require_POST
@requires("word.manage")
def bring_back(request, pk):
    """Put a retired word into use again."""
    word = _find(request, pk)
    rules.bring_word_back(word, by=request.user, now=timezone.now())
    return to("word_list", word.kind)


def _find(request, pk: int) -> Word:
    return get_object_or_404(Word.objects.visible_to(request.user), pk=pk)


def _page(request, kind: str, *, form: WordForm | None = None, refusal: str = ""):
    every = in_levels(Word.objects.visible_to(request.user).filter(kind=kind).select_related("parent").order_by("position", "id"))
    line = WORD_KINDS[kind]
    context = {
        "kind": kind,
        "kinds": KINDS,
        "help": line.help,
        "table": WordsTable([word for word in every if word.retired_at is None], kind=line, caption=dict(KINDS)[kind]),
        "retired": [word for word in every if word.retired_at],
        "form": form or WordForm(kind=kind, new=True, above=Word.objects.visible_to(request.user).of(request.user.store, kind)),
        "refusal": refusal,
    }
    return render(request, "dcc/store/words.html", context, status=WRONG if refusal else form_status(form))
