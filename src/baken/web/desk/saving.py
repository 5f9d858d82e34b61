"""A form to a change: what somebody else saved meanwhile is said, never overwritten unseen."""

from collections.abc import Callable
from datetime import datetime

from django.forms import Form
from django.utils.translation import gettext as _

from baken.directory.services import ChangedMeanwhile, DirectoryError
from baken.web.desk.themes.base import ThemeForm


def saved(form: ThemeForm, change: Callable[[datetime | None], object], now_at: datetime) -> bool:
    """Whether `change` was made, given the moment the editor saw; else the form says why, with what was typed.

    `now_at`: `last_modified` as it stands, so that saving once more is over what stands there now.
    """
    if not form.is_valid():
        return False
    try:
        change(form.seen_at())
    except ChangedMeanwhile:
        form.add_error(None, changed_words())
        form.shown_again(now_at)
        return False
    except DirectoryError as problem:
        form.add_error(None, refused_words(problem))
        return False
    return True


def tried(form: Form, change: Callable[[], object]) -> bool:
    """The same for a form that adds something and can be in nobody's way."""
    if not form.is_valid():
        return False
    try:
        change()
    except DirectoryError as problem:
        form.add_error(None, refused_words(problem))
        return False
    return True


def changed_words() -> str:
    return _(
        "Somebody else changed this entry while you were writing. What you wrote is still below and not saved. "
        "Look first what stands there now. Save again if yours should stand."
    )


def refused_words(problem: DirectoryError) -> str:
    return _("This cannot be saved: %(why)s") % {"why": problem}
