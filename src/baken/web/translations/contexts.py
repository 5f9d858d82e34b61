"""What the pages of the review show, as frozen records."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.http import Http404
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from baken.needs.selectors import NeedWords
from baken.plans import formats
from baken.translations.checking import PROBLEMS, Problem, gaps_of
from baken.translations.kinds import Audience, Count, Form, Verdict
from baken.translations.selectors import Reviewed, Said, Work
from baken.translations.standing import SOURCE_LANGUAGE
from baken.web.city.contexts import PER_PAGE, Pages, pages

AUDIENCES: Final[Mapping[Audience, Any]] = {
    Audience.URGENT: gettext_lazy("Urgent help"),
    Audience.PLAN: gettext_lazy("The plan and its reasons"),
    Audience.READERS: gettext_lazy("Pages that most people see"),
    Audience.KEEPERS: gettext_lazy("Pages for organisations and the city"),
}
_VERDICTS: Final[Mapping[Verdict | None, Any]] = {
    None: gettext_lazy("Not reviewed yet"),
    Verdict.RIGHT: gettext_lazy("It is right as it is"),
    Verdict.CORRECTED: gettext_lazy("Corrected"),
    Verdict.DOUBT: gettext_lazy("In doubt"),
}
_TONES: Final = {None: "", Verdict.RIGHT: "open", Verdict.CORRECTED: "open", Verdict.DOUBT: "asks"}


@dataclass(frozen=True, slots=True)
class Tongue:
    """`own`: the name as its speakers write it; `name`: in the reader's language."""

    code: str
    own: str
    name: str
    direction: str


@dataclass(frozen=True, slots=True)
class StateLine:
    tongue: Tongue
    count: Count
    words: NeedWords
    source: bool

    @property
    def percent(self) -> int:
        """Rounded down: a hundred is all of them."""
        return 100 * self.count.reviewed // max(1, self.count.messages)


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One message of the list: in English, as it stands, and what was said of it."""

    key: str
    english: str
    text: str
    state: str
    tone: str


@dataclass(frozen=True, slots=True)
class WorkPart:
    name: str
    title: str
    waiting: int
    here: bool


@dataclass(frozen=True, slots=True)
class WorkPage:
    tongue: Tongue
    parts: tuple[WorkPart, ...]
    lines: tuple[WorkLine, ...]
    pages: Pages
    part: str
    first: str


@dataclass(frozen=True, slots=True)
class TextField:
    """One form of the text. `examples` of the numbers that ask for it; empty where there is one form."""

    name: str
    text: str
    examples: str
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HistoryLine:
    words: str
    tone: str
    by: str
    when: datetime
    texts: tuple[str, ...]
    remark: str


@dataclass(frozen=True, slots=True)
class MessagePage:
    tongue: Tongue
    source: Tongue
    key: str
    english: tuple[str, ...]
    context: str
    helping: tuple[tuple[Tongue, tuple[str, ...]], ...]
    gaps: tuple[str, ...]
    fields: tuple[TextField, ...]
    places: tuple[str, ...]
    audience: str
    state: str
    tone: str
    standing: int
    history: tuple[HistoryLine, ...]
    number: int
    of: int
    following: str
    drafted: bool
    remark: str
    mistake: str


def tongue(code: str) -> Tongue:
    """Raises Http404 for a language that the site does not speak, or the one that is the source."""
    own = dict(settings.LANGUAGES).get(code)
    if own is None:
        raise Http404
    name = formats.language_name(code, get_language() or settings.LANGUAGE_CODE)
    return Tongue(code, own, name, "rtl" if code in settings.LANGUAGES_BIDI else "ltr")


def state_lines(counts: Mapping[str, Count], words: Mapping[str, NeedWords]) -> tuple[StateLine, ...]:
    return tuple(
        StateLine(tongue(code), count, words.get(code, NeedWords(0, 0, 0)), code == SOURCE_LANGUAGE)
        for code, count in counts.items()
    )


def work_page(code: str, works: Sequence[Work], part: str, number: int) -> WorkPage:
    """`part`: an audience, «doubts» or «done»; else all that waits."""
    chosen = [work for work in works if _in_part(work, part)]
    shown = pages(number, len(chosen))
    return WorkPage(
        tongue=tongue(code),
        parts=tuple(_parts(works, part)),
        lines=tuple(_line(work) for work in chosen[shown.offset : shown.offset + PER_PAGE]),
        pages=shown,
        part=part,
        first=next((work.message.key for work in chosen if work.waits), ""),
    )


def _in_part(work: Work, part: str) -> bool:
    if part == "done":
        return not work.waits
    if part == "doubts":
        return work.verdict == Verdict.DOUBT
    return work.waits and part in ("", str(work.message.audience))


def _parts(works: Sequence[Work], part: str) -> Iterable[WorkPart]:
    named = [("", _("All")), *((str(audience), str(words)) for audience, words in AUDIENCES.items())]
    for name, title in (*named, ("doubts", _("In doubt")), ("done", _("Reviewed"))):
        yield WorkPart(name, title, sum(_in_part(work, name) for work in works), name == part)


def _line(work: Work) -> WorkLine:
    return WorkLine(
        key=work.message.key,
        english=work.message.english,
        text=work.texts[0] if work.texts else "",
        state=str(_VERDICTS[work.verdict]),
        tone=_TONES[work.verdict],
    )


def message_page(
    code: str,
    found: Reviewed,
    *,
    typed: Sequence[str] | None = None,
    problems: Sequence[Problem] = (),
    remark: str = "",
    mistake: str = "",
) -> MessagePage:
    """`typed`: what the reviewer wrote and could not be kept; it stands in the fields again."""
    return MessagePage(
        tongue=tongue(code),
        source=tongue(SOURCE_LANGUAGE),
        key=found.message.key,
        english=found.message.sources,
        context=found.message.context,
        helping=tuple((tongue(tag), texts) for tag, texts in found.helping.items() if texts),
        gaps=tuple(problem_words(Problem("gap-missing", gap)) for gap in gaps_of(found.message)),
        fields=tuple(_fields(found, typed, problems)),
        places=found.message.places,
        audience=str(AUDIENCES[found.message.audience]),
        state=str(_VERDICTS[found.verdict]),
        tone=_TONES[found.verdict],
        standing=found.standing,
        history=tuple(_history_line(said) for said in found.history),
        number=found.number,
        of=found.of,
        following=found.following,
        drafted=bool(found.texts),
        remark=remark,
        mistake=mistake,
    )


def _fields(found: Reviewed, typed: Sequence[str] | None, problems: Sequence[Problem]) -> Iterable[TextField]:
    texts = found.texts if typed is None else tuple(typed)
    for number in range(len(found.forms) or 1):
        wrong = tuple(problem_words(problem) for problem in problems if problem.form == number)
        text = texts[number] if number < len(texts) else ""
        yield TextField(f"text-{number}", text, _examples(found.forms, number), wrong)


def _examples(forms: Sequence[Form], number: int) -> str:
    if not forms:
        return ""
    examples = [str(example) for example in forms[number].examples]
    return ", ".join(examples if forms[number].single else [*examples, "…"])


def problem_words(problem: Problem) -> str:
    """Its part is set apart: a gap inside Arabic would be read from the wrong side."""
    part = f"\N{LEFT-TO-RIGHT ISOLATE}{problem.part}\N{POP DIRECTIONAL ISOLATE}"
    return _(PROBLEMS[problem.code]) % {"part": part}


def _history_line(said: Said) -> HistoryLine:
    return HistoryLine(
        str(_VERDICTS[said.verdict]), _TONES[said.verdict], said.by, said.made_at, said.texts, said.remark
    )
