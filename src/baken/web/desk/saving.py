"""A form to a change: what somebody else saved meanwhile is said, never overwritten unseen."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.forms import Form
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from baken.directory.services import ChangedMeanwhile, DirectoryError
from baken.web.desk.themes.base import ThemeForm

REFUSALS: Final = frozenset(
    {
        gettext_noop("merge: that is one entry already"),
        gettext_noop("merge: it is undone already, or it never was"),
        gettext_noop("merge: the kept entry became part of another since; undo that merge first"),
        gettext_noop("merge: an entry with the id of the one that went stands there again; merge or remove it"),
        gettext_noop("name: give the service a name in at least one language"),
        gettext_noop("site: services are still given there; take it away from their places first"),
        gettext_noop("directory_temporarychange_one_owner: give a service or a site, and not both"),
        gettext_noop("temporary change: give a service or a site"),
        gettext_noop("conflict: it is decided already, or the sources agree by now"),
        gettext_noop("pair: it is decided already, or one of the two is gone"),
    }
)


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
    """In the reader's language; a sentence with gaps says why as the room does."""
    written = str(problem)
    why = _(written) if written in REFUSALS else written
    return _("This cannot be saved: %(why)s") % {"why": why}
