"""What somebody may send, and where it lies meanwhile."""

import errno
import os
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from dcc import sockets
from dcc.frame.middleware import MOST_BYTES, MOST_UPLOAD_BYTES
from dcc.installation.checks import no_open_folder
from dcc.installation.private_files import is_open_to_others, private_file, private_folder
from tests.moments import NOW

TEXT = "application/octet-stream"


class Unread:
    """A body that says it is read."""

    def __init__(self) -> None:
        self.was_read = False

    def read(self, *_size) -> bytes:
        self.was_read = True
        return b""

    readline = read


def send(browser: Client, address: str, length: str) -> tuple[int, bool]:
    """Send a body of a stated length; return the status, and whether any of it was read."""
    body = Unread()
    answer = browser.generic("POST", address, b"", content_type=TEXT, **{"CONTENT_LENGTH": length, "wsgi.input": body})
    return answer.status_code, body.was_read


@pytest.mark.parametrize("address", ["/login/", "/leads/new/", "/nowhere/"])
def test_a_body_of_more_than_a_megabyte_is_refused_before_it_is_read(client, db, address):
    statuses = [send(client, address, str(length))[0] for length in (MOST_BYTES - 1, MOST_BYTES)]

    assert 413 not in statuses
    assert [send(client, address, str(length)) for length in (MOST_BYTES + 1, 400 * 1024**2)] == [(413, False)] * 2


def test_a_file_may_have_twenty_six(client_of, data_manager):
    browser, address = client_of(data_manager), reverse("import_receive")

    statuses = [send(browser, address, str(MOST_UPLOAD_BYTES + more))[0] for more in (-1, 0, 1)]

    assert [status == 413 for status in statuses] == [False, False, True]


@pytest.mark.parametrize("length", ["-1", "x", "²", "9" * 30])
def test_a_length_that_is_none_is_refused(client, db, length):
    assert send(client, "/login/", length) == (400, False)


def test_files_on_their_way_lie_apart_from_the_database():
    assert str(settings.SPOOL) == settings.FILE_UPLOAD_TEMP_DIR
    assert settings.VAR not in (settings.SPOOL, *settings.SPOOL.parents)
    assert not is_open_to_others(settings.SPOOL)


def test_what_an_upload_that_broke_off_left_is_swept_after_an_hour(settings, tmp_path):
    settings.SPOOL, now = tmp_path, NOW
    for name, minutes in (("tmpa.upload.csv", 61), ("tmpb.upload.xlsx", 59), ("other.csv", 600)):
        (tmp_path / name).touch()
        moment = (now - timedelta(minutes=minutes)).timestamp()
        os.utime(tmp_path / name, (moment, moment))

    dict(sockets.due_verbs.named())["sweep_spool"](now=now)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["other.csv", "tmpb.upload.xlsx"]


def test_folder_and_database_are_closed_to_other_accounts(tmp_path):
    folder, database = tmp_path / "var", tmp_path / "var/dcc.sqlite3"
    folder.mkdir(mode=0o755)
    database.write_text("rows")
    database.chmod(0o644)

    private_folder(folder)
    private_file(database)
    private_file(folder / "new.sqlite3")

    assert [path.stat().st_mode & 0o777 for path in (folder, database, folder / "new.sqlite3")] == [0o700, 0o600, 0o600]
    assert database.read_text() == "rows"


def test_a_file_that_may_only_be_read_is_no_hindrance_to_start(tmp_path, monkeypatch):
    def refuse(path, flags, mode=0o777):
        raise OSError(errno.EROFS, "Read-only file system", path)

    (tmp_path / "dcc.sqlite3").touch(mode=0o600)
    monkeypatch.setattr(os, "open", refuse)

    private_file(tmp_path / "dcc.sqlite3")
    with pytest.raises(OSError, match="Read-only"):
        private_file(tmp_path / "new.sqlite3")

    assert (tmp_path / "dcc.sqlite3").exists()


def test_production_names_a_folder_that_others_may_read(settings, tmp_path):
    settings.PRODUCTION, settings.VAR, settings.SPOOL = True, tmp_path / "var", private_folder(tmp_path / "spool")
    settings.VAR.mkdir()
    settings.VAR.chmod(0o750)

    found = no_open_folder()
    settings.VAR.chmod(0o700)

    assert ([warning.id for warning in found], no_open_folder()) == (["dcc.W001"], [])
