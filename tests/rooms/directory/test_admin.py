"""The admin's lists and forms open and find things, on both databases."""

from typing import Any

import pytest

from baken.directory import models


@pytest.mark.parametrize("kind", ["organisation", "location", "service"])
def test_lists_search_and_forms_open(example: models.Service, admin_client: Any, kind: str) -> None:
    entry = {"organisation": example.organisation, "location": models.Location.objects.get(), "service": example}[kind]
    found = admin_client.get(f"/admin/directory/{kind}/", {"q": "brug"})
    assert (found.status_code, str(entry) in found.content.decode()) == (200, True)
    assert admin_client.get(f"/admin/directory/{kind}/{entry.pk}/change/").status_code == 200
