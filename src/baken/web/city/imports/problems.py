"""Why an import was not done, in the reader's language where the sentence has no gaps; else as the room says it."""

from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop

TAKEN: Final = gettext_noop("a source of this name exists already; change that one, or choose another name")
PROBLEMS: Final = frozenset(
    {
        TAKEN,
        gettext_noop("something of ours failed; nothing was imported. It is written in the log of this machine"),
        gettext_noop("this saved choice of columns is gone; choose the columns anew"),
        gettext_noop("the table is no longer kept; send it again"),
        gettext_noop("its files are no longer kept: somebody else did it, or it is more than a day ago"),
        gettext_noop("its files are no longer kept"),
        gettext_noop("it is under way already"),
        gettext_noop("choose a file"),
        gettext_noop("give a file or a folder to import"),
        gettext_noop("this cannot be done (any more): look at the file again first"),
        gettext_noop("this cannot be tried again: look at the file anew"),
        gettext_noop("its files are not here, or somebody is at work on them"),
        gettext_noop("nothing is left to do of this import"),
        gettext_noop("a table needs the name of a saved mapping, and only a table has one"),
        gettext_noop("another pull is under way; try again when it is done"),
        gettext_noop("say which column is which field with a mapping; --guess writes a first one"),
        gettext_noop("the mapping needs «columns»: which column is which field"),
        gettext_noop("the mapping: no column is service.name; every service needs a name"),
        gettext_noop("the mapping: values must say, for a field, what stands in a cell and what it means"),
    }
)


def problem_words(problem: str) -> SafeString:
    """As HTML: what is said in English only is marked as English."""
    if problem in PROBLEMS:
        return format_html("{}", gettext(problem))
    return format_html('<bdi lang="en" dir="ltr">{}</bdi>', problem)
