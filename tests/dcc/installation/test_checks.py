"""Production does not start with what belongs to a demo."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from dcc.installation.checks import no_clear_line_to_the_database, no_demo_accounts, no_demo_key, opens_second_steps
from dcc.log_in.app_keys import close_key
from dcc.models import SecondFactor
from dcc.people.demo_accounts import ACCOUNTS, DEMO_PASSWORD, OTHER, USERNAMES
from dcc.people.roles import ROLES
from tests.factories import UserFactory
from tests.moments import MONDAY_9


def ids(check) -> list[str]:
    """Return the ids of what a check refuses."""
    return [error.id for error in check()]


@pytest.fixture
def production(settings):
    """Settings of production with a good key."""
    settings.PRODUCTION = True
    settings.SECRET_KEY = "k" * 60
    return settings


def test_a_good_key_and_a_clean_database_start(production, agent):
    assert ids(no_demo_key) + ids(no_demo_accounts) == []


def test_a_short_key_is_refused(production):
    production.SECRET_KEY = "k" * 49

    assert ids(no_demo_key) == ["dcc.E001"]


def test_the_key_an_installation_made_for_itself_is_refused(production, tmp_path):
    (tmp_path / "secret.key").write_text("k" * 60 + "\n", encoding="utf-8")
    production.VAR = tmp_path

    assert ids(no_demo_key) == ["dcc.E002"]


def test_an_account_of_the_demo_is_refused(production, store):
    UserFactory(username="agent1", password=DEMO_PASSWORD, store=store)

    assert ids(no_demo_accounts) == ["dcc.E003"]


@pytest.mark.parametrize("facts", [{"password": "a-password-of-their-own"}, {"password": DEMO_PASSWORD, "left_at": MONDAY_9}], ids=["own password", "left"])
def test_an_account_of_that_name_that_opens_nothing_is_no_obstacle(production, store, facts):
    UserFactory(username="leader", store=store, **facts)

    assert ids(no_demo_accounts) == []


def test_without_the_key_that_closed_it_a_second_step_is_warned_of(production, agent, tmp_path):
    SecondFactor.objects.create(user=agent, closed_key=close_key("JBSWY3DPEHPK3PXP", agent), since=MONDAY_9)
    assert ids(opens_second_steps) == []

    production.VAR = tmp_path
    assert ids(opens_second_steps) == ["dcc.W002"]


@pytest.mark.parametrize(
    ("host", "mode", "warned"),
    [
        ("", "", []), ("/run/postgresql", "", []), ("127.0.0.1", "", []), ("::1", "", []), ("localhost", "", []), ("database", "", []),
        ("10.0.0.5", "", ["dcc.W003"]), ("fd00::5", "", ["dcc.W003"]), ("db.example.com", "require", ["dcc.W003"]), ("db.example.com", "verify-full", []),
    ],
)  # fmt: skip
def test_a_database_elsewhere_is_warned_of_unless_it_shows_who_it_is(production, monkeypatch, host, mode, warned):
    for name, value in (("HOST", host), ("OPTIONS", {"sslmode": mode} if mode else {})):
        monkeypatch.setitem(production.DATABASES["default"], name, value)

    assert ids(no_clear_line_to_the_database) == warned


def test_development_and_demo_start_with_anything(settings, store):
    settings.SECRET_KEY = "short"
    UserFactory(username="agent1", password=DEMO_PASSWORD, store=store)

    assert ids(no_demo_key) + ids(no_demo_accounts) == []


def test_the_demo_has_an_account_of_every_role_and_none_twice():
    assert len(USERNAMES) == len(ACCOUNTS) + len(OTHER)
    assert {role for _username, _name, roles in ACCOUNTS for role in roles} == {name for name, _label in ROLES}


@pytest.mark.parametrize(("key", "starts"), [("k" * 49, False), ("".join(chr(65 + place % 50) for place in range(80)), True)], ids=["short key", "good key"])
def test_a_server_starts_only_with_what_the_checks_allow(tmp_path, key, starts):
    surroundings = {"PATH": os.environ["PATH"], "DCC_ENV": "production", "DCC_VAR": str(tmp_path), "DCC_SECRET_KEY": key, "DCC_ALLOWED_HOSTS": "dcc.example"}

    answer = subprocess.run([sys.executable, "-c", "import dcc.wsgi"], env=surroundings, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)

    assert (answer.returncode == 0, "dcc.E001" in answer.stderr) == (starts, not starts)


@pytest.mark.parametrize(("key", "starts"), [("k" * 49 + "\n", False), ("k1" * 30 + "\n", True)], ids=["short key", "good key"])
def test_what_is_secret_is_read_from_files_that_the_environment_names(tmp_path, key, starts):
    (tmp_path / "key").write_text(key, encoding="utf-8")
    (tmp_path / "address").write_text(f"sqlite:///{tmp_path}/store.sqlite3\n", encoding="utf-8")
    files = {"DCC_SECRET_KEY_FILE": str(tmp_path / "key"), "DATABASE_URL_FILE": str(tmp_path / "address")}
    surroundings = {"PATH": os.environ["PATH"], "DCC_ENV": "production", "DCC_VAR": str(tmp_path), "DCC_ALLOWED_HOSTS": "dcc.example", **files}

    answer = subprocess.run([sys.executable, "-c", "import dcc.wsgi"], env=surroundings, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)

    assert (answer.returncode == 0, "dcc.E001" in answer.stderr) == (starts, not starts)
    assert (tmp_path / "store.sqlite3").exists()
