"""Every message of the package is known, with who reads it first."""

from pathlib import Path

import pytest

from baken.translations.kinds import Audience, key_of
from baken.translations.messages import messages, said_in


def by_english(english: str) -> Audience:
    return next(message.audience for message in messages().values() if message.english == english)


def test_urgent_words_come_first_then_a_plans_then_readers() -> None:
    assert by_english("Urgent help") == Audience.URGENT
    assert by_english("You can go today.") == Audience.PLAN
    assert by_english("Find help") == Audience.READERS
    assert by_english("What to mend first") == Audience.KEEPERS
    order = [message.audience for message in messages().values()]
    assert order == sorted(order, key=list(Audience).index)


def test_each_message_says_where_it_is_used() -> None:
    found = next(message for message in messages().values() if message.english == "Find help")
    assert "web/templates/find/start.html" in found.places


def test_a_message_that_says_something_else_is_another_one() -> None:
    assert key_of("", "Find help", "") != key_of("", "Find help now", "")
    assert key_of("time", "of age", "") != key_of("", "of age", "")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.py", '_("a" " b"); ngettext("d", "ds", 2); pgettext_lazy("x", "e"); _(name)', 3),
        ("a.html", '{% load i18n %}{% translate "a" %}{% if x == _("b") %}{% endif %}', 2),
        ("b.html", "{% load i18n %}{% blocktranslate trimmed %}\n it's {{ n }} (or so)\n{% endblocktranslate %}", 1),
        ("c.html", '{% load i18n %}{% translate "of age" context "time" %}', 1),
    ],
)
def test_messages_are_found_in_python_and_in_templates(tmp_path: Path, name: str, text: str, said: int) -> None:
    (tmp_path / name).write_text(text)
    assert len(list(said_in(tmp_path / name))) == said
