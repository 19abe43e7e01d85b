"""What becomes of a refusal: on the form, said, or kept; anything else that fails fails."""

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.base import BaseStorage
from django.test import RequestFactory

from dcc.errors import Refused
from dcc.frame.answers import form_status, refusal_kept, refusal_on, refusal_said


class NameForm(forms.Form):
    """One field."""

    name = forms.CharField()


class Kept(BaseStorage):
    """Messages of one request."""

    def _get(self, *args, **kwargs):
        return [], True

    def _store(self, messages, response, *args, **kwargs):
        return []


@pytest.mark.parametrize(
    ("field", "about", "stands_at"),
    [("name", "", "name"), (None, "", "__all__"), (None, "name", "name"), (None, "until", "__all__"), ("name", "until", "name")],
)
def test_a_refusal_stands_on_the_form_at_the_field_it_is_about_with_what_was_typed(field, about, stands_at):
    form = NameForm({"name": "王伟"})

    with refusal_on(form, field):
        raise Refused("No.", about=about)

    assert (form.errors, form["name"].value(), form_status(form)) == ({stands_at: ["No."]}, "王伟", 422)


def test_a_refusal_is_said_and_what_follows_it_in_the_block_is_not_done():
    request, done = RequestFactory().post("/"), []
    request._messages = Kept(request)

    with refusal_said(request):
        done.append("before")
        raise Refused("No.")
        done.append("after")

    assert ([(message.level_tag, message.message) for message in get_messages(request)], done) == ([("error", "No.")], ["before"])


def test_a_refusal_is_kept_for_the_page_and_without_one_there_is_none():
    with refusal_kept() as nothing:
        pass
    with refusal_kept() as refusal:
        raise Refused("No.")

    assert (nothing.sentence, refusal.sentence) == ("", "No.")


def test_what_is_no_refusal_fails_as_it_would():
    with pytest.raises(KeyError), refusal_kept():
        raise KeyError("name")
