"""What hangs where: the list of the docs is the program's, and nothing hangs alone that its own room could import."""

from io import StringIO

import pytest
from django.core.management import call_command

from dcc.installation.plugs_hung import hung
from dcc.management.commands.plugs import ROOMS
from dcc.registry import Registry
from tests.whole import tree


def test_the_docs_say_what_hangs_where():
    printed = StringIO()

    call_command("plugs", stdout=printed)

    assert len(printed.getvalue().splitlines()) > 30
    assert printed.getvalue().strip() in tree.read("docs/architecture.md"), "put what `manage.py plugs` prints into docs/architecture.md"


def test_what_hangs_alone_comes_from_a_room_above():
    alone = {socket: [*things] for socket, things in hung(ROOMS) if sum(map(len, things.values())) < 2}
    own = {socket: modules for socket, modules in alone.items() if [module.split(".")[0] for module in modules] in ([], [socket.split(".")[0]])}

    assert alone
    assert own == {}


def test_a_name_hangs_once_and_several_are_hung_in_the_order_of_their_names():
    registry: Registry[int] = Registry()
    registry.add_each({"two": 2, "one": 1})
    registry.add(0, name="zero", position=10)

    with pytest.raises(ValueError, match="one is registered already"):
        registry.add(3, name="one")

    assert list(registry.named()) == [("zero", 0), ("one", 1), ("two", 2)]


def test_every_socket_is_listed():
    listed = [socket for socket, _things in hung(ROOMS)]
    declared = [
        line.split(" = ")[0].split(":")[0]
        for room in ROOMS[:4]
        for line in tree.read(f"{room}/sockets.py").splitlines()
        if "Registry()" in line or "Signal()" in line
    ]

    assert [socket.split(".")[1] for socket in listed] == declared
