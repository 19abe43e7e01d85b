"""A copy of everything, there whole or not at all (docs/rules/trust.md#backups)."""

import gzip
import os
import signal
import subprocess
import time
import zlib
from dataclasses import replace
from io import StringIO

import pyrage
import pytest
from django.core.management import CommandError, call_command
from django.db import connections, transaction

from dcc.backup import encryption, postgres_copy, tar_file
from dcc.backup.rules.backing_up import write_backup
from dcc.backup.rules.checking_copies import verify_backup
from dcc.backup.rules.restoring import restore_backup
from dcc.backup.workplace import workplace
from dcc.errors import Refused
from dcc.models import DueOfStore, Store
from tests.dcc.backup.conftest import LATER, empty_database
from tests.forking import forked

pytestmark = pytest.mark.django_db(transaction=True)


def run(name: str, *args) -> tuple[str, str]:
    """Run a command; return its result and what it said beside."""
    out, beside = StringIO(), StringIO()
    call_command(name, *args, stdout=out, stderr=beside)
    return out.getvalue().strip(), beside.getvalue().strip()


def test_what_is_written_is_private_whole_and_comes_back_with_its_uploads(scene, own_folders, tmp_path):
    path, said = run("backup")
    verified, _said = run("backup", "--verify", path)

    files = sorted(own_folders.BACKUP_FOLDER.iterdir())
    assert [f"{file.stat().st_mode & 0o777:o}" for file in (own_folders.BACKUP_FOLDER, *files)] == ["700", "600", "600"]
    assert [file.name for file in files] == ["dcc-20261126T070000Z.tar.gz", "dcc-20261126T070000Z.tar.gz.sha256"]
    assert "，1 个上传文件" in said
    assert verified.startswith("完整：2026-11-26 15:00")
    own_folders.UPLOADS = tmp_path / "new"
    with empty_database(tmp_path):
        run("restore", path)
        assert (Store.objects.get().name, DueOfStore.objects.get().at) == ("长春一店", LATER)
    assert (own_folders.UPLOADS / "线索.csv").read_text(encoding="utf-8") == "手机\n"


def test_a_place_that_is_not_empty_is_left_alone_and_said(scene, own_folders, tmp_path):
    path = write_backup(own_folders.BACKUP_FOLDER, now=LATER).path

    with pytest.raises(Refused, match="数据库里已有"):
        restore_backup(path)
    with empty_database(tmp_path), pytest.raises(Refused, match="里已有 1 个文件"):
        restore_backup(path)

    assert DueOfStore.objects.count() == 1


def test_who_was_logged_in_when_the_copy_was_made_is_not_after_it_came_back(scene, own_folders, client_of, director, tmp_path):
    client_of(director)
    path = write_backup(own_folders.BACKUP_FOLDER, now=LATER).path
    own_folders.UPLOADS = tmp_path / "new"

    with empty_database(tmp_path):
        manifest = restore_backup(path)
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT count(*) FROM django_session")
            assert (manifest.counts["django_session"], cursor.fetchone()[0]) == (1, 0)


def opens_to(content: bytes) -> bytes | None:
    """Return what is compressed; None where it cannot be opened."""
    try:
        return gzip.decompress(content)
    except (OSError, EOFError, zlib.error):
        return None


@pytest.mark.parametrize("place", [0.02, 0.5, 0.999])
def test_a_byte_that_changed_is_found(scene, own_folders, place):
    path = write_backup(own_folders.BACKUP_FOLDER, now=LATER).path
    whole = path.read_bytes()
    spoilt = (whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in range(int(len(whole) * place), len(whole)))
    path.write_bytes(next(content for content in spoilt if opens_to(content) != opens_to(whole)))  # in a run of zeros another byte may say the same

    with pytest.raises(Refused):
        verify_backup(path)
    path.with_name(f"{path.name}.sha256").unlink()
    with pytest.raises(Refused):
        verify_backup(path)


@pytest.mark.parametrize("said", [{"counts": {"dcc_store": 2}}, {"marks": {"funnel": {"S1": 7}}}, {"migrations": ["dcc.0099_of_tomorrow"]}])
def test_a_copy_that_says_other_of_itself_than_it_holds_is_refused(scene, own_folders, tmp_path, said):
    path = write_backup(own_folders.BACKUP_FOLDER, now=LATER).path
    manifest = tar_file.unpack(path, tmp_path / "inside")
    altered = replace(manifest, **{name: {**getattr(manifest, name), **value} if isinstance(value, dict) else value for name, value in said.items()})
    with (tmp_path / "altered.tar.gz").open("wb") as out:
        tar_file.pack(tmp_path / "inside", altered, out)

    with pytest.raises(Refused):
        verify_backup(tmp_path / "altered.tar.gz")

    assert verify_backup(path).marks == ("closings", "funnel", "trail")


def test_while_somebody_writes_each_copy_is_of_one_moment(scene, own_folders):
    writer = forked(write_pairs, scene.pk)
    try:
        made = [write_backup(own_folders.BACKUP_FOLDER / str(number), now=LATER, verify=True).manifest for number in range(2)]
    finally:
        os.kill(writer.pid, signal.SIGKILL)
        writer.join(timeout=30)

    counts = [manifest.counts["dcc_dueofstore"] for manifest in made]
    assert [count % 2 for count in counts] == [1, 1]
    assert DueOfStore.objects.count() > 1
    print(f"backups while pairs were written: {counts}")


def write_pairs(store: int) -> None:
    """Write two rows in one transaction, again and again."""
    for number in range(100_000):
        with transaction.atomic():
            for half in ("a", "b"):
                DueOfStore.objects.create(store_id=store, name=f"{number}{half}", at=LATER)


def test_killed_at_any_moment_there_is_no_half_file_and_the_next_is_whole(scene, own_folders):
    began = time.monotonic()
    write_backup(own_folders.BACKUP_FOLDER / "calm", now=LATER)
    length, folder = time.monotonic() - began, own_folders.BACKUP_FOLDER / "killed"

    for number in range(5):
        child = forked(lambda: write_backup(folder, now=LATER))
        time.sleep(1.1 * length * (number + 0.5) / 5)
        os.kill(child.pid, signal.SIGKILL)
        child.join(timeout=30)
        named = list(folder.glob("dcc-*.tar.gz"))
        assert [verify_backup(path).manifest.at for path in named] == [LATER] * len(named)
        for path in named:
            path.unlink()

    verify_backup(write_backup(folder, now=LATER).path)


def test_two_at_once_are_one_and_a_refusal(scene, own_folders):
    with workplace(), pytest.raises(Refused, match="正在进行"):
        write_backup(own_folders.BACKUP_FOLDER, now=LATER)

    assert not own_folders.BACKUP_FOLDER.exists()


def test_a_server_newer_than_pg_dump_is_refused_before_anything_is_written(scene, own_folders, monkeypatch):
    if connections["default"].vendor != "postgresql":
        return
    monkeypatch.setattr(postgres_copy, "major_version", lambda name: connections["default"].get_database_version()[0] - 1)

    with pytest.raises(CommandError, match="postgresql-client"):
        run("backup")

    assert list(own_folders.BACKUP_FOLDER.glob("*")) == []


OAEP = bytes.fromhex("06092a864886f70d010107")  # the number of RSAES-OAEP as CMS writes it


def certificate_of(folder, bits):
    """Make a certificate and its private key."""
    made = ["openssl", "req", "-x509", "-newkey", f"rsa:{bits}", "-nodes", "-subj", "/CN=dcc", "-keyout", folder / "key.pem", "-out", folder / "cert.pem"]
    subprocess.run(made, check=True, capture_output=True)
    return str(folder / "cert.pem"), folder / "key.pem"


@pytest.fixture
def certificate(tmp_path):
    """A certificate and its private key."""
    return certificate_of(tmp_path, encryption.LEAST_BITS)


@pytest.fixture
def age_key(tmp_path):
    """A key of age: the public one, and the file of the private one as age-keygen writes it."""
    identity = pyrage.x25519.Identity.generate()
    (tmp_path / "age.txt").write_text(f"# public key: {identity.to_public()}\n{identity}\n")
    return str(identity.to_public()), tmp_path / "age.txt"


@pytest.mark.sqlite
@pytest.mark.parametrize(("kind", "other", "ending"), [("age_key", "certificate", ".age"), ("certificate", "age_key", ".cms")])
def test_closed_to_a_key_a_copy_is_opened_by_its_own_alone(scene, own_folders, request, kind, other, ending):
    public, private = request.getfixturevalue(kind)
    _public, foreign = request.getfixturevalue(other)

    path = write_backup(own_folders.BACKUP_FOLDER, now=LATER, key=public, verify=True).path

    assert path.name.endswith(f".tar.gz{ending}")
    assert b"SQLite" not in path.read_bytes()
    assert (OAEP in path.read_bytes()) is (ending == ".cms")
    assert verify_backup(path, identity=private).manifest.at == LATER
    for wrong in (None, foreign):
        with pytest.raises(Refused):
            verify_backup(path, identity=wrong)


@pytest.mark.sqlite
def test_a_certificate_whose_key_is_short_is_refused(scene, own_folders, tmp_path):
    short, _private = certificate_of(tmp_path, 2048)

    with pytest.raises(Refused, match="2048"):
        write_backup(own_folders.BACKUP_FOLDER, now=LATER, key=short)

    assert list(own_folders.BACKUP_FOLDER.glob("*")) == []


@pytest.mark.sqlite
def test_what_is_no_public_key_or_could_not_be_opened_again_is_refused(scene, own_folders, certificate, monkeypatch):
    monkeypatch.setattr(encryption, "MOST_CMS", 100)

    for key in ("age1nonsense", "/nowhere.pem", str(certificate[1]), certificate[0]):
        with pytest.raises(Refused):
            write_backup(own_folders.BACKUP_FOLDER, now=LATER, key=key)

    assert list(own_folders.BACKUP_FOLDER.glob("*")) == []
