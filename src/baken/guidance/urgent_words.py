"""The words of urgent help: few, and the same on every page."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_noop


@dataclass(frozen=True, slots=True)
class UrgentWords:
    """What to say first in a kind of danger, as msgids: what it is, by one's own choosing; what we say; what to do."""

    choice: str
    title: str
    advice: str
    pictogram: str


WORDS: Final[dict[str, UrgentWords]] = {
    "medical": UrgentWords(
        choice=gettext_noop("Somebody is hurt or very ill"),
        title=gettext_noop("Get help now"),
        advice=gettext_noop("Call 112 first. Say where you are."),
        pictogram="ambulance",
    ),
    "violence": UrgentWords(
        choice=gettext_noop("Somebody hurts or threatens me"),
        title=gettext_noop("Your safety comes first."),
        advice=gettext_noop("Go where other people are if you can. Then call."),
        pictogram="own:safety-home",
    ),
    "homeless-tonight": UrgentWords(
        choice=gettext_noop("No bed tonight"),
        title=gettext_noop("A place for tonight"),
        advice=gettext_noop("Call one of these numbers first."),
        pictogram="bed-single",
    ),
    "suicide": UrgentWords(
        choice=gettext_noop("I do not want to live any more"),
        title=gettext_noop("Your life matters. Talk to somebody now."),
        advice=gettext_noop("Call, or let somebody call with you. You need not give your name."),
        pictogram="heart-crack",
    ),
}
WHOLE_PAGE: Final = (
    gettext_noop("Urgent help"),
    gettext_noop("Danger now? Call %(number)s"),
    gettext_noop(
        "Is somebody in danger now? Call 112. It is free, also without credit on your phone. "
        "Say first where you are, with the words you have."
    ),
)


def messages() -> tuple[str, ...]:
    """Every urgent text, as it stands in the source language."""
    said = (text for words in WORDS.values() for text in (words.choice, words.title, words.advice))
    return (*WHOLE_PAGE, *said)
