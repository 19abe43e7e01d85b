"""The front that comes with DCC (deploy/nginx): that it says what the program says, and, where an nginx is installed, what it does (tests/whole/front.py)."""

import re

import pytest
from django.urls import reverse

from dcc.frame.middleware import MOST_BYTES, MOST_UPLOAD_BYTES, UPLOADS
from tests.whole import tree

pytestmark = pytest.mark.once
TEMPLATE = "deploy/nginx/dcc.conf.template"


def test_the_front_refuses_the_bodies_that_the_program_refuses():
    text = tree.read(TEMPLATE)
    sizes = dict(re.findall(r"location = (\S+) { client_max_body_size (\d+)m;", text))

    assert {path: int(size) * 1024**2 for path, size in sizes.items()} == {reverse(name): MOST_UPLOAD_BYTES for name in UPLOADS}
    assert [int(size) * 1024**2 for size in re.findall(r"^    client_max_body_size (\d+)m;", text, re.MULTILINE)] == [MOST_BYTES]


def test_the_container_fills_in_what_the_front_asks_for():
    asked = set(re.findall(r"\$\{(\w+)\}", tree.read(TEMPLATE)))

    assert {name for name in asked if not re.search(rf"^ +{name}: ", tree.read("compose.yaml"), re.MULTILINE)} == set()
