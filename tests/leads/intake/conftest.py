"""What the tests of the intake share."""

import pytest


@pytest.fixture(autouse=True)
def uploads_folder(settings, tmp_path):
    """Let no test keep an upload beside another's."""
    settings.UPLOADS = tmp_path / "uploads"
