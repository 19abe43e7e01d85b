"""Two files of the same people imported at the same moment are as one after the other, whichever was first."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dcc.store.rules.stores import create_store
from leads.intake.rules.importing import ask_commit, examine, receive_upload
from leads.models import Channel, ImportBatch, Inquiry, Lead
from tests.factories import UserFactory
from tests.moments import MONDAY_8, NOW
from tests.whole.racing import race

EACH = 600
FILES = (("懂车帝", range(EACH), "08:30"), ("易车", range(EACH // 2, EACH + EACH // 2), "08:20"))  # half of each is in both

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def uploads_folder(settings, tmp_path):
    """Let no test keep an upload beside another's."""
    settings.UPLOADS = tmp_path / "uploads"


def ready(code: str) -> list[int]:
    """Two files that wait to be imported in a store of their own."""
    store = create_store(code=code, name="长春", brand="丰田", by=None, now=MONDAY_8)
    by = UserFactory(username=f"{code}-data", store=store, roles=["data_manager"])
    batches = []
    for name, numbers, at in FILES:
        lines = "\n".join(f"154{number:08d},客户{number},卡罗拉,2026-11-23 {at}" for number in numbers)
        upload = SimpleUploadedFile(f"{name}.csv", f"手机,姓名,车型,提交时间\n{lines}".encode())
        batch = receive_upload(store, upload, channel=Channel.objects.get(store=store, name=name), by=by, now=NOW)
        examine(batch, now=NOW)
        batches.append(batch.pk)
    return batches


def take_in(batch: int) -> str:
    """Import one of them."""
    found = ImportBatch.objects.select_related("store", "channel", "by").get(pk=batch)
    return ask_commit(found, by=found.by, now=NOW).state


def whole(batch: int) -> tuple:
    """What the store holds: people, inquiries, what each file says it did."""
    store = ImportBatch.objects.get(pk=batch).store
    facts = ("phone", "name", "received_at", "channel__name", "inquiry_count", "last_inquiry_at", "respond_by")
    leads = list(Lead.objects.filter(store=store).order_by("phone").values_list(*facts))
    asked = list(Inquiry.objects.filter(store=store).order_by("lead__phone", "channel__name").values_list("lead__phone", "channel__name", "received_at"))
    counts = ImportBatch.objects.filter(store=store).order_by("channel__source", "channel__name")
    return leads, asked, list(counts.values_list("channel__name", "rows", "created", "merged", "repeated", "rejected"))


def test_two_files_of_the_same_people_at_once_are_as_one_after_the_other():
    orders = []
    for number, order in enumerate(((0, 1), (1, 0))):
        batches = ready(f"CALM{number}")
        for place in order:
            take_in(batches[place])
        orders.append(whole(batches[0]))
    raced = ready("RACE")

    states = race(take_in, [(batch,) for batch in raced])

    assert (states, whole(raced[0]) in orders) == (["done", "done"], True)
    assert (len(whole(raced[0])[0]), len(whole(raced[0])[1])) == (EACH + EACH // 2, 2 * EACH)
