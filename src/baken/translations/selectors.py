"""What the doors may read of the review: how far each language is, what waits, one message with its history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.core.cache import cache

from baken.translations.drafts import drafts, plural_forms
from baken.translations.kinds import REVIEWED, Count, Form, Message, Verdict
from baken.translations.messages import messages
from baken.translations.models import Judgement
from baken.translations.standing import SOURCE_LANGUAGE, count_of, release, standing

# In these a reviewer may find the meaning where English does not say enough.
HELPING: Final = ("nl", "fr")


@dataclass(frozen=True, slots=True)
class Work:
    """One message of the list. `verdict` None: nobody said anything of it yet."""

    message: Message
    texts: tuple[str, ...]
    verdict: Verdict | None

    @property
    def waits(self) -> bool:
        return self.verdict not in REVIEWED


@dataclass(frozen=True, slots=True)
class Said:
    """One judgement of the history. `by`: an address, for other reviewers only; empty: it came with a file."""

    verdict: Verdict
    texts: tuple[str, ...]
    remark: str
    by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One message for its reviewer. `standing`: the id of the judgement that stands, or 0."""

    message: Message
    texts: tuple[str, ...]
    verdict: Verdict | None
    standing: int
    forms: Sequence[Form]
    helping: Mapping[str, tuple[str, ...]]
    history: tuple[Said, ...]
    number: int
    of: int
    following: str


def machine_drafted(language: str) -> bool:
    """Whether some of the words of this language were reviewed by nobody. English is the source."""
    return language != SOURCE_LANGUAGE and not standing().of(language).all_reviewed


def urgent_words_reviewed(language: str) -> bool:
    """Whether a person reviewed every word that somebody in danger reads."""
    return language == SOURCE_LANGUAGE or standing().of(language).urgent_done


def counts() -> Mapping[str, Count]:
    """How far each language is, in the order of the site. After a review from a file, else kept for an hour."""
    known = standing().languages
    return {code: known.get(code) or _counted(code) for code, _name in settings.LANGUAGES}


def _counted(language: str) -> Count:
    name = f"translations:{release()}:{language}"
    found: Count | None = cache.get(name)
    if found is None:
        found = count_of(language)
        cache.set(name, found, timeout=3600)
    return found


def work(language: str) -> tuple[Work, ...]:
    """Every message, the most urgent first. One query."""
    said = {row.key: row for row in Judgement.objects.standing(language)}
    drafted = drafts(language)
    return tuple(
        Work(message, _texts(said.get(key), drafted.get(key, ())), Verdict(said[key].verdict) if key in said else None)
        for key, message in messages().items()
    )


def reviewed(language: str, key: str) -> Reviewed | None:
    """One message with what stands and what was said before; None where the source has no such message."""
    if (message := messages().get(key)) is None:
        return None
    rows = Judgement.objects.filter(language=language, key=key).select_related("by")
    history = tuple(_said(row) for row in rows)
    last = next((row for row in rows if not row.superseded), None)
    order = [each.message.key for each in work(language) if each.waits or each.message.key == key]
    place = order.index(key)
    rest = [*order[place + 1 :], *order[:place]]
    return Reviewed(
        message=message,
        texts=_texts(last, drafts(language).get(key, ())),
        verdict=Verdict(last.verdict) if last else None,
        standing=last.pk if last else 0,
        forms=plural_forms(language) if message.plural else (),
        helping={tag: _words(message, tag) for tag in HELPING if tag != language},
        history=history,
        number=place + 1,
        of=len(order),
        following=rest[0] if rest else "",
    )


def _texts(row: Judgement | None, draft: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(row.texts) if row and row.texts else draft


def _said(row: Judgement) -> Said:
    return Said(Verdict(row.verdict), tuple(row.texts), row.remark, row.by.email if row.by else "", row.made_at)


def _words(message: Message, language: str) -> tuple[str, ...]:
    return _texts(None, drafts(language).get(message.key, ()))
