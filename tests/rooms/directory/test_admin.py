"""The admin's lists and forms open and find things, on both databases."""

from typing import Any

import pytest

from baken.directory import models


@pytest.fixture
def plain_static_files(settings: Any) -> None:
    """Names without a fingerprint: no `collectstatic` before the test."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.mark.parametrize("kind", ["organisation", "location", "service"])
def test_lists_search_and_forms_open(
    example: models.Service, admin_client: Any, plain_static_files: None, kind: str
) -> None:
    entry = {"organisation": example.organisation, "location": models.Location.objects.get(), "service": example}[kind]
    found = admin_client.get(f"/en/admin/directory/{kind}/", {"q": "brug"})
    assert (found.status_code, str(entry) in found.content.decode()) == (200, True)
    assert admin_client.get(f"/en/admin/directory/{kind}/{entry.pk}/change/").status_code == 200
