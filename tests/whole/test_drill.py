"""The drill: a store backed up, verified, brought back, and moved from SQLite to PostgreSQL: nothing is lost, nothing differs (docs/rules/trust.md#backups)."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection

from dcc.backup import contents
from dcc.backup.manifest import differing
from dcc.backup.rules.backing_up import write_backup
from dcc.backup.rules.checking_copies import verify_backup
from dcc.backup.rules.growing import move_to
from dcc.backup.rules.restoring import restore_backup
from dcc.database.address import configured
from dcc.database.another import at_database, settings_of
from dcc.errors import Refused
from dcc.models import Store, TrailEntry, User
from dcc.store.rules.stores import create_store
from dcc.trail.rules.sealing import seal_trail
from dcc.trail.trail_seals import verify
from leads.models import Channel, Lead
from reception.models import DaySigning
from reporting.closings.rules.closing import close_day
from tests.database import chosen
from tests.dcc.backup.conftest import LATER, empty_database, own_folders  # noqa: F401 - a fixture
from tests.factories import CallFactory, LeadFactory, UserFactory
from tests.moments import MONDAY_8, MONDAY_9, moment

pytestmark = pytest.mark.django_db(transaction=True)
MONDAY, LEADS = date(2026, 11, 23), 40


def live() -> Store:
    """A store with some leads of November, called, and a day that is closed."""
    store = create_store(code="S1", name="长春一店", brand="丰田", by=None, now=MONDAY_8)
    by = UserFactory(username="zhang", name="张敏", store=store, roles=["data_manager", "agent"])
    channels = list(Channel.objects.filter(store=store).order_by("pk")[:4])
    for number in range(LEADS):
        phone, at = f"154{number:08d}", MONDAY_8 + number * timedelta(minutes=1)
        lead = LeadFactory(store=store, agent=by, channel=channels[number % 4], phone=phone, name="王“小”明\t=1+1", received_at=at)
        if number % 3:
            CallFactory(lead=lead, agent=by, at=MONDAY_9 + number * timedelta(minutes=1), outcome="connected")
    DaySigning.objects.create(store=store, day=MONDAY, at=moment(23, 18))
    Lead.objects.filter(store=store).update(ungraded_since=None)
    close_day(store, MONDAY, by=by, now=moment(23, 19))
    return store


def test_a_store_that_was_backed_up_comes_back_with_every_row_and_figure(own_folders, tmp_path):  # noqa: F811
    live()
    seal_trail(now=LATER)
    before = contents.counts(), contents.marks(now=LATER)

    path = write_backup(own_folders.BACKUP_FOLDER, now=LATER, verify=True).path
    verified = verify_backup(path)
    with empty_database(tmp_path):
        restore_backup(path)
        after = contents.counts(), contents.marks(now=LATER)
        chains = verify()

    assert [chain.why for chain in chains] == [""]
    assert verified.marks == ("closings", "funnel", "trail")
    assert before[1]["funnel"]["S1"]["total"]["leads"] == LEADS
    assert before[1]["closings"]["S1"]["number"] == 1
    differences = [*differing(before[0], after[0]), *differing(before[1], after[1])]
    assert differences == []
    print(f"drill on {connection.vendor}: {len(after[0])} tables, {sum(after[0].values())} rows, {LEADS} leads; 0 lost, 0 differing")


@pytest.mark.sqlite
@pytest.mark.parametrize("address", ["", "nonsense", "sqlite:////tmp/x.sqlite3", "mysql://a:b@c/d", "postgres://"])
def test_a_store_moves_to_postgresql_alone(own_folders, address):  # noqa: F811
    with pytest.raises(Refused, match="postgres://"):
        move_to(address, now=LATER)


def on_sqlite(tmp_path):
    """Meet an SQLite of a test's own, migrated."""
    database = configured({"ENGINE": "django.db.backends.sqlite3"})
    database["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"  # it need not outlive a power cut
    return at_database(settings_of(**database, NAME=str(tmp_path / "small.sqlite3")))


def address_of(database: dict) -> str:
    """Return the address of settings."""
    return f"postgres://{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"


if chosen() == "postgres":  # a run on SQLite has no server to move to

    @pytest.mark.long
    def test_a_store_that_grew_moves_with_every_id_or_not_at_all(own_folders, tmp_path):
        with empty_database(tmp_path):
            there = address_of(connection.settings_dict)
            with on_sqlite(tmp_path):
                with pytest.raises(Refused, match="migrate"):
                    move_to(there, now=LATER)
                call_command("migrate", verbosity=0)
                store = live()
                seal_trail(now=LATER)
                last = LeadFactory(store=store, phone="15499999999")
                last_id = last.pk
                last.delete()
                before = contents.counts(), contents.marks(now=LATER), list(TrailEntry.objects.order_by("pk").values_list())
                User.objects.filter(username="zhang").update(name="长" * 300)
                with pytest.raises(Refused, match=r"dcc_user.*column name"):
                    move_to(there, now=LATER)
                User.objects.filter(username="zhang").update(name="张敏")
            assert contents.counts() == {}
            with on_sqlite(tmp_path):
                moved = move_to(there, now=LATER)
                with pytest.raises(Refused, match="数据库里已有"):
                    move_to(there, now=LATER)
            after = contents.counts(), contents.marks(now=LATER), list(TrailEntry.objects.order_by("pk").values_list())
            chains = verify()
            following = LeadFactory(store=Store.objects.get(), phone="15499999998")
            with pytest.raises(Refused, match="PostgreSQL"):
                move_to(there, now=LATER)

        assert before == after
        assert [(chain.number > 0, chain.why) for chain in chains] == [(True, "")]
        assert following.pk == last_id + 1
        print(f"moved: {moved.tables} tables, {moved.rows} rows; 0 lost, 0 differing")
