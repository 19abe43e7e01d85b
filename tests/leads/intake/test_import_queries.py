"""How many questions the pages of an import ask: few, and no more for many files, columns and leads than for some."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from leads.models import ImportBatch
from tests.factories import ChannelFactory

pytestmark = pytest.mark.django_db
AT_MOST = 15


def asked(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return sum(not query["sql"].startswith(("SAVEPOINT", "RELEASE")) for query in queries)


def test_record_preview_result_and_undo_ask_few_questions_whatever_they_show(client_of, data_manager, store):
    client, channel = client_of(data_manager), ChannelFactory(store=store, name="抖音", source="web")
    counts = []

    for first, rows in ((0, 3), (100, 40)):
        for _time in range(1 if rows == 3 else 4):
            first += rows
            names = ["手机号", "姓名", "车型", *(f"列{number}" for number in range(rows))]
            lines = [f"1540001{first + number:04d},王伟,车型{number}" + ",x" * rows for number in range(rows)]
            file = SimpleUploadedFile(f"{first}.csv", "\n".join([",".join(names), *lines]).encode())
            client.post(reverse("import_receive"), {"file": [file], "channel": channel.pk})
            batch = ImportBatch.objects.latest("pk")
        found = [asked(client, reverse("import_batch", args=[batch.pk]))]
        client.post(reverse("import_commit", args=[batch.pk]))
        addresses = [reverse("import"), *(reverse(name, args=[batch.pk]) for name in ("import_batch", "import_undo"))]
        counts.append(found + [asked(client, address) for address in addresses])

    assert counts[0] == counts[1]
    assert max(counts[0]) <= AT_MOST
