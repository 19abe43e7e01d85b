"""The nightly backup: when it is due, once however many ask, and what stays of the older ones."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.core.management import call_command

from dcc.backup.nights import at_night, is_old, last_night
from dcc.backup.rules.backing_up_nightly import back_up_nightly, how_old, is_due, thin_out
from dcc.errors import Refused
from dcc.management.commands import work
from dcc.models import DueRun, NightlyBackup
from tests.moments import NOW, ZONE, moment

THREE = time(3)
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
NIGHT = moment(26, 3)


@pytest.fixture(autouse=True)
def at_three(own_folders):
    """Let this installation make its backup at three."""
    own_folders.BACKUP_AT = THREE


def test_the_moment_of_the_night_is_that_of_today_once_it_has_come():
    asked = [NIGHT - SECOND, NIGHT, NIGHT + SECOND]

    assert [last_night(now, THREE, zone=ZONE) for now in asked] == [moment(25, 3), NIGHT, NIGHT]
    assert (at_night("03:10"), at_night("off")) == (time(3, 10), None)


def test_a_verified_backup_is_old_after_26_hours():
    asked = [26 * HOUR, 26 * HOUR + SECOND, -26 * HOUR - SECOND]

    assert [is_old(NIGHT, now=NIGHT + ago) for ago in asked] == [False, True, True]
    assert is_old(None, now=NIGHT) is True


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("begun", "verified", "due"),
    [
        (None, None, True),
        (moment(25, 3), moment(25, 3), True),
        (NIGHT, NIGHT, False),
        (NIGHT, moment(25, 3), True),  # it failed, or was killed, eleven hours ago
        (NOW - HOUR + SECOND, None, False),
        (NOW - HOUR, None, True),
        (NOW + HOUR, NOW + HOUR, True),  # before the clock was set back
    ],
)
def test_it_is_due_where_none_was_made_since_the_night_and_none_is_tried(begun, verified, due):
    NightlyBackup.objects.create(pk=1, begun_at=begun, verified_at=verified)

    assert is_due(now=NOW) is due


@pytest.mark.django_db
def test_where_none_is_wanted_none_is_due_and_none_is_old(settings, client):
    assert (is_due(now=NOW), how_old(now=NOW)) == (True, "old")

    settings.BACKUP_AT = None

    assert (is_due(now=NOW), how_old(now=NOW), back_up_nightly(now=NOW)) == (False, "off", None)


@pytest.mark.django_db
def test_readiness_says_old_and_goes_on_serving(client):
    DueRun.objects.create(pk=1, at=NOW)
    NightlyBackup.objects.create(pk=1, verified_at=NOW - 26 * HOUR)

    fresh = client.get("/readyz")
    NightlyBackup.objects.update(verified_at=NOW - 26 * HOUR - SECOND)
    old = client.get("/readyz")

    assert [(answer.status_code, answer.json()["backup"]) for answer in (fresh, old)] == [(200, "fresh"), (200, "old")]


def test_it_is_made_once_verified_and_remembered(scene, own_folders):
    first = back_up_nightly(now=NOW)
    again = back_up_nightly(now=NOW + SECOND)

    row = NightlyBackup.objects.get()
    assert (again, row.verified_at, row.file, row.refused) == (None, NOW, first.path.name, "")
    assert first.path.name == "dcc-nightly-20261126T070000Z.tar.gz"
    assert how_old(now=NOW + 26 * HOUR) == "fresh"


def test_what_hinders_it_is_remembered_and_tried_again_in_an_hour(scene, own_folders):
    own_folders.BACKUP_KEY = "age1nonsense"

    with pytest.raises(Refused):
        back_up_nightly(now=NOW)

    row = NightlyBackup.objects.get()
    assert (row.begun_at, row.verified_at, "age1nonsense" in row.refused) == (NOW, None, True)
    assert [is_due(now=NOW + ahead) for ahead in (HOUR - SECOND, HOUR)] == [False, True]


@pytest.mark.once
def test_older_nights_go_with_their_sums_and_what_was_made_by_hand_stays(tmp_path):
    nights = [datetime(2026, 11, 26, 19, 10, tzinfo=UTC) - timedelta(days=number) for number in range(400)]
    names = [f"dcc-nightly-{night:%Y%m%dT%H%M%SZ}.tar.gz{'.age' if night.day % 2 else ''}" for night in nights]
    folder = tmp_path / "nights"
    folder.mkdir()
    others = ["dcc-20240101T000000Z.tar.gz", "dcc-nightly-of-somebody.tar.gz", "notes.txt"]
    for name in [*names, *(f"{name}.sha256" for name in names), *others]:
        (folder / name).touch()

    removed = thin_out(folder)

    left = sorted(path.name for path in folder.iterdir())
    assert len(removed) == 400 - (7 + 2 + 11)  # two weeks and a month are among the days
    assert left == sorted([*others, *(f"{name}{end}" for name in names if name not in removed for end in ("", ".sha256"))])


def test_the_worker_makes_it_in_a_process_of_its_own(db, monkeypatch):
    begun = []
    monkeypatch.setattr(work.subprocess, "Popen", lambda command, **_how: begun.append(command[-2:]) or Running())
    worker = work.Command()

    runs = worker.copy_nightly(None, asked=NOW)
    worker.copy_nightly(runs, asked=NOW + 60 * SECOND)
    NightlyBackup.objects.create(pk=1, begun_at=NOW, verified_at=NOW)
    worker.copy_nightly(None, asked=NOW + 120 * SECOND)

    assert begun == [["backup", "--nightly"]]


class Running:
    """A process that has not ended."""

    def poll(self) -> None:
        """Say nothing yet."""


def test_by_command_it_is_the_same(scene, own_folders, capsys):
    call_command("backup", "--nightly")
    call_command("backup", "--nightly")

    assert capsys.readouterr().out.split() == [str(own_folders.BACKUP_FOLDER / "dcc-nightly-20261126T070000Z.tar.gz")]
