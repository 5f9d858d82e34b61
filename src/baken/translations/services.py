"""Saying something of a message: one use case, one transaction."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from django.db import IntegrityError, transaction

from baken.translations.checking import LONGEST, Problem, problems
from baken.translations.drafts import drafts, plural_forms
from baken.translations.kinds import Message, Verdict
from baken.translations.messages import messages
from baken.translations.models import Judgement
from baken.translations.standing import rebuild

LONGEST_REMARK: Final = 1000


class TranslationError(ValueError):
    """A judgement that cannot be kept."""


class UnknownMessage(TranslationError):
    """The source does not say that message (any more)."""


class SaidMeanwhile(TranslationError):
    """Somebody else judged it after this reviewer looked."""


class WrongTexts(TranslationError):
    """The texts would break a page; `problems` says how."""

    def __init__(self, found: tuple[Problem, ...]) -> None:
        super().__init__(", ".join(problem.code for problem in found))
        self.problems = found


class RemarkMissing(TranslationError):
    """A doubt says what is doubted."""


def judge(
    *,
    language: str,
    key: str,
    verdict: Verdict,
    texts: Sequence[str] = (),
    remark: str = "",
    seen: int = 0,
    by: int | None,
) -> int:
    """Keeps what a reviewer says; the next request shows it. `seen`: the judgement that stood when they looked, or 0.

    Raises UnknownMessage, WrongTexts, RemarkMissing or SaidMeanwhile. Gives the id of the judgement.
    """
    if (message := messages().get(key)) is None:
        raise UnknownMessage(key)
    remark = remark.strip()[:LONGEST_REMARK]
    try:
        with transaction.atomic():
            before = _standing(language, key, seen)
            row = _judgement(message, language, verdict, before)
            row.texts = _texts(message, row, texts, before)
            row.remark, row.by_id = remark, by
            if verdict == Verdict.DOUBT and not remark:
                raise RemarkMissing
            _supersede(before, row)
    except IntegrityError as clash:
        raise SaidMeanwhile(key) from clash
    transaction.on_commit(partial(rebuild, language))
    return int(row.pk)


def _standing(language: str, key: str, seen: int) -> Judgement | None:
    found = Judgement.objects.select_for_update().standing(language).filter(key=key).first()
    if (found.pk if found else 0) != seen:
        raise SaidMeanwhile(key)
    return found


def _judgement(message: Message, language: str, verdict: Verdict, before: Judgement | None) -> Judgement:
    return Judgement(
        language=language,
        key=message.key,
        context=message.context,
        english=message.english,
        plural=message.plural,
        verdict=verdict,
    )


def _texts(message: Message, row: Judgement, written: Sequence[str], before: Judgement | None) -> list[str]:
    """What stands from now on: the corrected texts; what was there, if it is right; a doubt changes nothing."""
    stood = list(before.texts) if before else []
    if row.verdict == Verdict.DOUBT:
        return stood
    texts = (
        [_tidied(text) for text in written]
        if row.verdict == Verdict.CORRECTED
        else stood or list(drafts(row.language).get(message.key, ()))
    )
    if found := problems(message, texts, plural_forms(row.language)):
        raise WrongTexts(found)
    return texts


def _tidied(text: str) -> str:
    """Browsers send other line ends than ours."""
    return text[: LONGEST + 1].replace("\r\n", "\n").strip()


def _supersede(before: Judgement | None, row: Judgement) -> None:
    if before is not None:
        before.superseded = True
        before.save(update_fields=["superseded"])
    row.save()
