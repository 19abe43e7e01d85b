"""Files as a sender's browser sends them, and what is done with them on their preview."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from leads.models import ImportBatch

NAMES = "姓名,手机号,车型,时间,直播间"


def row(number: int, name: str = "王伟", model: str = "卡罗拉", more: str = "甲") -> str:
    return f"{name},1540000{number:04d},{model},2026-01-05 09:00,{more}"


def csv(*rows: str, names: str = NAMES, called: str = "morning.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(called, "\n".join([names, *rows] if names else rows).encode())


def send(client, *files, channel=None) -> list[ImportBatch]:
    client.post(reverse("import_receive"), {"file": list(files), "channel": channel.pk if channel else ""})
    return list(ImportBatch.objects.order_by("pk"))[-len(files) :]


def chosen(batch: ImportBatch, **changes) -> dict:
    """What the form of a preview sends, as it stands and as changed."""
    columns = {f"column_{index}": column["field"] for index, column in enumerate(batch.columns)}
    return {"sheet": batch.sheet, "header_row": batch.header_row, "channel": batch.channel_id or "", **columns, **changes}


def remap(client, batch: ImportBatch, **changes) -> ImportBatch:
    client.post(reverse("import_remap", args=[batch.pk]), chosen(batch, **changes))
    return ImportBatch.objects.get(pk=batch.pk)


def commit(client, batch: ImportBatch) -> ImportBatch:
    client.post(reverse("import_commit", args=[batch.pk]))
    return ImportBatch.objects.get(pk=batch.pk)


def fields(batch: ImportBatch) -> list[str]:
    return [column["field"] for column in batch.columns]


def page_of(client, batch: ImportBatch) -> str:
    return client.get(reverse("import_batch", args=[batch.pk])).content.decode()
