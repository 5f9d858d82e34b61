"""Who changed which guidance, and when: every change by a person goes through `recorded`, and can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import reversion
from django.contrib.auth import get_user_model
from reversion.models import Version

from baken.accounts.permissions import Actor
from baken.guidance.models import GuidanceItem, Helpline

BEFORE: Final = "before"  # the comment of the revision that holds an entry as it stood before its first change


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
