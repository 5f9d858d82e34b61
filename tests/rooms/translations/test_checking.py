"""A text that would break a page is refused, with words that say what to do."""

import pytest

from baken.translations.checking import PROBLEMS, problems
from baken.translations.kinds import Audience, Form, Message

DUTCH = (Form((1,), True), Form((0, 2, 3), False))


def message(english: str, plural: str = "") -> Message:
    return Message("", english, plural, ("web/templates/base.html",), Audience.READERS)


def found(english: str, text: str) -> list[tuple[str, str]]:
    return [(problem.code, problem.part) for problem in problems(message(english), [text], ())]


@pytest.mark.parametrize(
    ("english", "text"),
    [
        ("Find help", "Zoek hulp"),
        ("Opens %(opens_on)s.", "Gaat open: %(opens_on)s."),
        ("At %(from)s until %(to)s", "Tot %(to)s, van %(from)s"),
        ("%(part)s %% done", "Voor %(part)s %% klaar"),
        ("Half: 50 %", "De helft: 50 %"),
        ("Made on <bdi>%(date)s</bdi>.", "Gemaakt op <bdi>%(date)s</bdi>."),
        ("Two\nlines", "Twee\nregels"),
        ("Ask %(name)s", "اسأل \u2068%(name)s\u2069"),
        ("%(part)s %% done", "%%%(part)s klaar"),
        ("%(from)s – %(to)s", "%(from)s – %(to)s"),
        ("<b>One</b> and <bdi>%(two)s</bdi>", "<bdi>%(two)s</bdi> en <b>een</b>"),
        ("Find help", "เพื่อที่นี่ Tiếng Việt"),
    ],
)
def test_a_text_with_the_same_gaps_and_marks_can_stand(english: str, text: str) -> None:
    assert found(english, text) == []


@pytest.mark.parametrize(
    ("english", "text", "code", "part"),
    [
        ("Find help", "   ", "empty", ""),
        ("Find help", "x" * 5001, "long", ""),
        ("Opens %(opens_on)s.", "Gaat open.", "gap-missing", "%(opens_on)s"),
        ("Opens %(opens_on)s.", "Open: %(opens_op)s.", "gap-unknown", "%(opens_op)s"),
        ("Opens %(opens_on)s.", "Open: %(opens_on)d.", "gap-unknown", "%(opens_on)d"),
        ("Opens %(opens_on)s.", "Open: %(opens_on)s %", "percent", ""),
        ("Opens %(opens_on)s.", "Open: %(opens_on)s %s", "percent", ""),
        ("Find help", "Zoek <b>hulp</b>", "tags", ""),
        ("Find help", "Zoek <script>alert(1)</script>", "tags", ""),
        ("Find help", "Zoek < hulp", "tags", ""),
        ("On <bdi>%(date)s</bdi>", "Op <bdi onclick=x>%(date)s</bdi>", "tags", "<bdi> </bdi>"),
        ("On <bdi>%(date)s</bdi>", "Op %(date)s", "tags", "<bdi> </bdi>"),
        ("Language", 'Taal" onfocus="x', "quotes", ""),
        ("Confirm your places", "Bevestig\nBcc: somebody@example.org", "lines", ""),
        ("Find help", "Zoek\x07 hulp", "letters", ""),
        ("Find help", "Zoek \u202ehulp", "letters", ""),
        ("Find help", "Zoek \u2067hulp", "letters", ""),
        ("%(number)s doors", "a %%(number)s b", "gap-missing", "%(number)s"),
        ("%(number)s doors", "%(number%%)s deuren", "percent", ""),
        ("Find help", "50 % hulp", "percent", ""),
        ("Find help", "\u200b\u200b", "empty", ""),
        ("Find help", "\u3164 …", "empty", ""),
        ("<b>Find help</b>", "<b>\u200b</b>", "empty", ""),
        ("On <bdi>%(date)s</bdi>", "</bdi> <bdi>%(date)s", "tags", "<bdi> </bdi>"),
        ("<a>One</a> <b>two</b>", "<a>Een <b>twee</a></b>", "tags", "<a> </a> <b> </b>"),
        ("Find help", "Zoek \u2069hulp\u2067", "letters", ""),
        ("Find help", "Zo" + "\u0300" * 9 + "ek hulp", "letters", ""),
        ("Find help", "Zoek\u2028hulp", "letters", ""),
        ("Find help", "Zoek\u2029hulp", "letters", ""),
    ],
)
def test_what_would_break_a_page_is_named(english: str, text: str, code: str, part: str) -> None:
    assert (code, part) in found(english, text)


def test_every_form_of_the_number_has_a_text() -> None:
    service = message("%(count)s service", "%(count)s services")
    assert [one.code for one in problems(service, ["%(count)s dienst"], DUTCH)] == ["forms"]
    assert [one.form for one in problems(service, ["%(count)s dienst", " "], DUTCH)] == [1]


def test_a_form_for_one_number_alone_may_say_it_in_words() -> None:
    service = message("%(count)s service", "%(count)s services")
    assert problems(service, ["één dienst", "%(count)s diensten"], DUTCH) == ()
    assert [one.code for one in problems(service, ["%(count)s dienst", "veel"], DUTCH)] == ["gap-missing"]


def test_every_problem_has_words() -> None:
    assert all((words % {"part": "x"}).strip() for words in PROBLEMS.values())
