"""Who changed which guidance, and when: every change by a person goes through `recorded`, and can be taken back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from typing import Any, Final

import reversion
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.forms.models import model_to_dict
from reversion.errors import RevertError
from reversion.models import Version

from baken.accounts.permissions import Actor
from baken.core.kinds import Texts
from baken.guidance.models import GuidanceItem, Helpline

BEFORE: Final = "before"  # the comment of the revision that holds an entry as it stood before its first change
# When and by whom somebody called says nothing of how a helpline answers.
_CONFIRMING: Final = ["confirmed", "confirmed_on", "confirmed_by"]


def keep_history() -> None:
    """Called once, when Django is ready."""
    for model in (GuidanceItem, Helpline):
        if not reversion.is_registered(model):
            reversion.register(model)


@contextmanager
def recorded(by: Actor, what: str, entry: GuidanceItem | Helpline) -> Iterator[None]:
    """One transaction and one revision. `entry`: as it stands in the database, before it changes; where it has no
    history yet, that is kept too, so that the first change can be taken back."""
    if not entry._state.adding and not Version.objects.get_for_object(entry).exists():
        with reversion.create_revision():
            reversion.set_comment(BEFORE)
            reversion.add_to_revision(entry)
    with reversion.create_revision():
        if by.user_id is not None:
            reversion.set_user(get_user_model().objects.filter(pk=by.user_id).first())
        reversion.set_comment(what)
        yield


def state_of(line: Helpline) -> str:
    """A mark of how the helpline answers: another one as soon as anything that somebody reads there is different."""
    facts = model_to_dict(line, exclude=_CONFIRMING)
    return sha256(json.dumps(facts, sort_keys=True, cls=DjangoJSONEncoder).encode()).hexdigest()


def kept_fields(version: Version) -> Mapping[str, Any] | None:
    """What the entry said then; None where what was kept of it is damaged."""
    try:
        fields: Mapping[str, Any] = version.field_dict
        model = GuidanceItem if version.content_type.model == GuidanceItem._meta.model_name else Helpline
        _check(model(**fields))
    except (RevertError, ValidationError, TypeError, ValueError, LookupError, AttributeError):
        return None
    return fields


def _check(row: GuidanceItem | Helpline) -> None:
    """Raises one of many errors where pages could not show it."""
    row.clean_fields()
    texts = (row.names, row.notes) if isinstance(row, Helpline) else (row.titles, row.bodies, row.asks)
    for stored in texts:
        Texts.from_json(stored)
    if isinstance(row, Helpline):
        _ = row.opening
