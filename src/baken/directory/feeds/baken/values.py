"""The values of our YAML: texts in several languages, days counted from loading, phones, temporary changes."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import Model

from baken.core.hours.opening import ChangeKind
from baken.core.kinds import Text, Texts, TextState
from baken.directory import models
from baken.directory.feeds.batch import Options, made_id
from baken.directory.feeds.fields import Fields
from baken.directory.feeds.keeping import LONGEST_TEXT
from baken.directory.feeds.reading import Record
from baken.directory.feeds.report import Refusal
from baken.directory.languages import UnknownLanguage, language_tag
from baken.directory.models.contact import PhoneKind

_KEY: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TRANSLATIONS: Final = frozenset({TextState.REVIEWED, TextState.MACHINE_DRAFTED, TextState.STALE})
_FARTHEST_DAYS: Final = 36_525


class Values(Fields):
    """Fields that know the file's language and source, and the day of loading."""

    options: Options
    source: str = ""
    language: str = ""

    @classmethod
    def of_file(cls, record: Record, refusals: list[Refusal], options: Options) -> "Values":
        said = cls(record.content, record.row, refusals)
        said.options = options
        return said

    def key(self) -> str:
        key = self.text("key", longest=120, needed=True)
        if key and not _KEY.fullmatch(key):
            self.refuse("key", f"«{key}» may hold only a-z, 0-9 and -")
        return key

    def entries(self, name: str) -> Iterator["Values"]:
        """A list of keyed entries; the row of each names file and key."""
        for number, content in enumerate(self.listed(name)):
            key = content.get("key") if isinstance(content, dict) else None
            yield self.as_part(content, f"{self.row} {key or f'{name}[{number}]'}")

    def parts(self, name: str) -> Iterator["Values"]:
        for number, content in enumerate(self.listed(name)):
            yield self.as_part(content, self.row, f"{self._below(name)}[{number}]")

    def part(self, name: str) -> "Values":
        return self.as_part(self.take(name), self.row, self._below(name))

    def as_part(self, content: object, row: str, path: str = "") -> "Values":
        said = Values(content, row, self.refusals, path)
        said.options, said.source, said.language = self.options, self.source, self.language
        return said

    def tag(self, name: str) -> str:
        return self.known_tag(name, self.text(name))

    def known_tag(self, field: str, written: object) -> str:
        """YAML reads the language `no` as false: the message says so by itself."""
        try:
            return language_tag(str(written)) if written != "" else ""
        except UnknownLanguage as problem:
            self.refuse(field, str(problem))
            return ""

    def texts(self, name: str, *, longest: int = LONGEST_TEXT, needed: bool = False) -> dict[str, dict[str, str]]:
        """Stored texts: a plain text is the original; in a mapping the file's language is, else the first."""
        value = self.content.get(name)
        if not isinstance(value, dict):
            plain = self.text(name, longest=longest, needed=needed)
            return Texts({self.language: Text(self.language, plain, TextState.ORIGINAL)} if plain else {}).to_json()
        self.take(name)
        original = self.language if self.language in value else next(iter(value), "")
        found = {}
        for written, part in value.items():
            said = part if isinstance(part, dict) else {"text": part}
            text = self.as_part(said, self.row, f"{self._below(name)}.{written}")
            if tag := self.known_tag(name, written):
                found[tag] = Text(
                    tag, text.text("text", longest=longest, needed=True), _state(text, original=written == original)
                )
            text.refuse_unread()
        return Texts(found).to_json()

    def on(self, name: str) -> date | None:
        """A day: an ISO date, or days from the day of loading."""
        value = self.take(name)
        if value is None:
            return None
        found = self.day_of(value)
        if found is None:
            self.refuse(name, f"«{value}» is neither a number of days from loading nor a date like 2026-01-31")
        return found

    def day_of(self, value: object) -> date | None:
        if isinstance(value, str):
            try:
                value = int(value) if re.fullmatch(r"[+-]?\d{1,6}", value) else date.fromisoformat(value)
            except ValueError:
                return None
        if isinstance(value, datetime):
            return None
        if isinstance(value, date):
            return value
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _FARTHEST_DAYS:
            return self.options.today + timedelta(days=value)
        return None

    def phones(self, owner: str, root: Model) -> list[models.Phone]:
        return [
            models.Phone(
                id=made_id(root.pk, "phone", number),
                **{owner: root},
                number=phone.text("number", longest=60, needed=True),
                kind=phone.choice("kind", PhoneKind.values, "voice"),
                position=number,
            )
            for number, phone in enumerate(self._phone_parts())
        ]

    def _phone_parts(self) -> Iterator["Values"]:
        for number, content in enumerate(self.listed("phones")):
            said = content if isinstance(content, dict) else {"number": content}
            yield self.as_part(said, self.row, f"{self._below('phones')}[{number}]")

    def changes(self, owner: str, root: Model) -> list[models.TemporaryChange]:
        found = (self._change(owner, root, number, said) for number, said in enumerate(self.parts("changes")))
        return [change for change in found if change is not None]

    def _change(self, owner: str, root: Model, number: int, said: "Values") -> models.TemporaryChange | None:
        kind = said.choice("kind", [str(kind) for kind in ChangeKind], "")
        first, last = said.on("from"), said.on("to")
        opens, closes = said.clock("opens"), said.clock("closes")
        note = said.texts("note")
        said.refuse_unread()
        timed = opens is not None and closes is not None
        if not kind or first is None or (last is not None and last < first):
            said.refuse("from", "give kind, from (a day) and, if it ends, to (not before from)")
            return None
        if timed != (kind == ChangeKind.HOURS) or (opens is None) != (closes is None):
            said.refuse("opens", "give opens and closes with kind «hours», and with no other kind")
            return None
        return models.TemporaryChange(
            id=made_id(root.pk, "change", number),
            **{owner: root},
            kind=kind,
            starts=self._midnight(first),
            ends=self._midnight(last + timedelta(days=1)) if last else None,
            opens_at=opens,
            closes_at=closes,
            note=note,
            imported=True,
        )

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(0), tzinfo=ZoneInfo(self.options.timezone))


def _state(said: Values, *, original: bool) -> TextState:
    if original and not said.has("state"):
        return TextState.ORIGINAL
    choices: Any = {*_TRANSLATIONS, TextState.ORIGINAL} if original else _TRANSLATIONS
    return TextState(said.choice("state", [str(state) for state in choices], TextState.REVIEWED))
