"""How rows are written: checked first, so that a refusal names the field; never over what somebody else just wrote."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import override

from baken.core.kinds import Text, Texts, TextState
from baken.directory import models
from baken.directory.kinds import StoredTexts
from baken.directory.models.sourced import Sourced, check_texts

Entry = TypeVar("Entry", bound=Sourced)


class DirectoryError(ValueError):
    """A change that cannot be made; the message names the field and says what to do."""


class ChangedMeanwhile(DirectoryError):
    """Somebody else changed the entry after it was read for this change."""


def locked_service(service_id: UUID, seen: datetime | None = None) -> models.Service:
    """For the running transaction. `seen`: `last_modified` as the editor read it. Raises DirectoryError,
    ChangedMeanwhile."""
    return _locked(models.Service, service_id, "service", seen)


def locked_organisation(organisation_id: UUID, seen: datetime | None = None) -> models.Organisation:
    return _locked(models.Organisation, organisation_id, "organisation", seen)


def locked_site(location_id: UUID, seen: datetime | None = None) -> models.Location:
    return _locked(models.Location, location_id, "site", seen)


def _locked(model: type[Entry], entry_id: UUID, called: str, seen: datetime | None) -> Entry:
    found = model._default_manager.select_for_update().filter(pk=entry_id).first()
    if found is None:
        raise DirectoryError(f"{called}: {entry_id} does not exist")
    if seen is not None and found.last_modified != seen:
        raise ChangedMeanwhile(f"{called}: somebody changed it since {seen.isoformat()}; read it again")
    return found


def save_checked(row: Any) -> None:
    """Checked against the fields and the constraints first, so that the message names what is wrong."""
    try:
        row.full_clean()
    except ValidationError as problem:
        with override("en"):  # as all of this room's messages
            said = [f"{field}: {' '.join(messages)}" for field, messages in problem.message_dict.items()]
        raise DirectoryError("; ".join(said)) from problem
    row.save()


def texts_after(entry: Sourced, field: str, texts: StoredTexts) -> StoredTexts:
    """Checked, and translations that did not follow a changed original marked stale. Raises DirectoryError."""
    try:
        check_texts(texts)
    except ValidationError as problem:
        raise DirectoryError(f"{field}: {' '.join(problem.messages)}") from problem
    return _marked_stale(getattr(entry, field), texts)


def _marked_stale(before: Mapping[str, Mapping[str, str]], after: StoredTexts) -> StoredTexts:
    """When the original's words changed, translations that stayed the same are behind it."""
    old, new = Texts.from_json(before), Texts.from_json(after)
    originals = {text.language for text in new if text.state == TextState.ORIGINAL}
    if all(old.by_language.get(tag) == new.by_language[tag] for tag in originals):
        return after
    behind = {
        text.language: Text(text.language, text.text, TextState.STALE)
        for text in new
        if text.language not in originals and old.by_language.get(text.language) == text
    }
    return Texts({**new.by_language, **behind}).to_json()
