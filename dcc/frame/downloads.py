"""Files that a page hands out."""

from io import BytesIO

from django.http import FileResponse

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"  # said here: not every system knows it by the name's end


def workbook(content: bytes, filename: str) -> FileResponse:
    """Return a workbook under its name, to be kept."""
    return FileResponse(BytesIO(content), as_attachment=True, filename=filename, content_type=WORKBOOK)
