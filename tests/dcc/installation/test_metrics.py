"""What a Prometheus is told, and who is not."""

import configparser
import os
import subprocess
import sys
from datetime import timedelta
from urllib.request import urlopen

import pytest
from django.db import DatabaseError
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from dcc.installation.metrics import Measured, registry_of, serve
from dcc.models import DueRun, NightlyBackup, Robot, RobotMessage
from dcc.trail import audit
from tests.moments import NOW
from tests.whole import tree


def told(registry) -> dict[tuple, float]:
    """Everything that is told: name and labels, value."""
    families = text_string_to_metric_families(generate_latest(registry).decode())
    return {(sample.name, *(value for _name, value in sorted(sample.labels.items()))): sample.value for family in families for sample in family.samples}


def test_pulse_backup_queues_and_deeds_are_told(store, director, tmp_path):
    registry = registry_of(lambda: NOW, tmp_path)
    DueRun.objects.create(pk=1, at=NOW)
    first = told(registry)
    NightlyBackup.objects.create(pk=1, verified_at=NOW)
    robot = Robot.objects.create(store=store, name="群", maker="wecom", address="https://example.com/x", at=NOW)
    RobotMessage.objects.create(robot=robot, kind="test", key="1", words="词", at=NOW - timedelta(seconds=90))
    audit.record("robot.add", robot, by=director, now=NOW)
    audit.record("robot.add", robot, by=director, now=NOW)

    after = told(registry)

    stamp = NOW.timestamp()
    assert (first["dcc_worker_last_run_timestamp_seconds",], first["dcc_backup_verified_timestamp_seconds",]) == (stamp, 0)
    assert [name for name in first if name[0] == "dcc_deeds_total"] == []
    assert after["dcc_backup_verified_timestamp_seconds",] == stamp
    assert (after["dcc_queue_age_seconds", "robots"], after["dcc_queue_age_seconds", "imports"]) == (90, 0)
    assert (after["dcc_deeds_total", "robot.add"], after["dcc_database_up",]) == (2, 1)


def test_a_database_that_does_not_answer_is_told(db, tmp_path, monkeypatch):
    def fail(_self) -> list:
        raise DatabaseError("gone away")

    monkeypatch.setattr(Measured, "_told", fail)

    assert told(registry_of(lambda: NOW, tmp_path)) == {("dcc_database_up",): 0}


def test_it_is_served_at_an_address_of_its_own_and_by_no_page(transactional_db, client, tmp_path):
    port = serve("127.0.0.1:0", clock=lambda: NOW, folder=tmp_path)

    with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
        assert b"dcc_database_up 1.0" in answer.read()
    assert client.get("/metrics").status_code == 404


COUNT = """
import django; django.setup()
from django.test import RequestFactory
from django.http import HttpResponse
from dcc.frame.middleware import counted
request = RequestFactory().get("/leads/154/")
request.resolver_match = None
counted(lambda request: HttpResponse(status=403))(request)
"""


@pytest.mark.once
def test_requests_of_all_processes_are_counted_without_an_address(db, tmp_path):
    environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "tests.settings"}

    for _process in range(2):
        subprocess.run([sys.executable, "-c", COUNT], env=environment, cwd=tree.ROOT, check=True)

    counts = told(registry_of(lambda: NOW, tmp_path))
    assert {name: value for name, value in counts.items() if name[0] == "dcc_requests_total"} == {("dcc_requests_total", "GET", "", "403"): 2}
    assert counts["dcc_request_seconds_count",] == 2


@pytest.mark.parametrize("unit", ["dcc-web", "dcc-worker"])
def test_a_plain_server_runs_it_as_an_account_without_rights(unit):
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str
    parser.read(tree.ROOT / f"deploy/systemd/{unit}.service", encoding="utf-8")

    service = parser["Service"]
    hardened = ["NoNewPrivileges", "ProtectHome", "PrivateTmp", "PrivateDevices", "RestrictNamespaces", "LockPersonality"]
    assert (service["User"], service["ProtectSystem"], service["UMask"], service["CapabilityBoundingSet"]) == ("dcc", "strict", "0077", "")
    assert [service[name] for name in hardened] == ["true"] * len(hardened)
