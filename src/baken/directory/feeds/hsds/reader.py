"""A record of HSDS 3.x: typed fields, the language of its texts, our own attributes, and the rest to be kept."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from baken.core.kinds import Text, Texts, TextState
from baken.directory.feeds.fields import Fields
from baken.directory.feeds.keeping import LONGEST_KEPT, LONGEST_TEXT
from baken.directory.languages import UnknownLanguage, language_tag
from baken.directory.taxonomies import own_taxonomy


@dataclass(frozen=True, slots=True)
class Said:
    """One of our attributes: `code` with what a code cannot say."""

    code: str
    value: str
    label: str
    id: UUID | None = None


@dataclass(slots=True)
class HsdsRecord:
    """Wraps Fields; `own` are our attributes by taxonomy, `foreign` those of others.

    `ours`: an export of Baken wrote it, so that ids and numbering are those of a directory. `restoring`: into an
    empty directory, so that what editors said there is said by editors here. `source`: of entries that do not name it.
    """

    fields: Fields
    language: str
    ours: bool = False
    restoring: bool = False
    source: str = ""
    own: dict[str, list[Said]] = field(default_factory=dict)
    foreign: list[Any] = field(default_factory=list)

    @classmethod
    def of(
        cls, fields: Fields, language: str, *, ours: bool = False, restoring: bool = False, source: str = ""
    ) -> "HsdsRecord":
        record = cls(fields, language, ours, restoring, source)
        for number, given in enumerate(fields.listed("attributes")):
            if taxonomy := own_taxonomy(given):
                said = Fields(given, fields.row, fields.refusals, f"attributes[{number}]")
                term = said.child("taxonomy_term")
                code = term.text("code") if term else ""
                record.own.setdefault(taxonomy, []).append(
                    Said(code, said.text("value", longest=LONGEST_KEPT), said.text("label"), _id_of(given))
                )
            else:
                record.foreign.append(given)
        record.ours |= "source" in record.codes("provenance")
        record.language = _told_language(record) or language
        return record

    def below(self, fields: Fields) -> "HsdsRecord":
        return HsdsRecord.of(fields, self.language, ours=self.ours, restoring=self.restoring, source=self.source)

    def codes(self, taxonomy: str) -> list[str]:
        return [said.code for said in self.own.get(taxonomy, [])]

    def code(self, taxonomy: str, choices: Any, default: str = "unknown") -> str:
        """The one code of a taxonomy; refuses one that is not among the choices."""
        codes = self.codes(taxonomy)
        if codes and codes[0] not in set(map(str, choices)):
            self.fields.refuse("attributes", f"«{codes[0]}» is not a code of {taxonomy}")
            return default
        return codes[0] if codes else default

    def flag(self, taxonomy: str) -> bool | None:
        return {"yes": True, "no": False}.get(self.code(taxonomy, ("yes", "no"), ""))

    def only_code(self, taxonomy: str) -> str:
        """The one code, whatever it is; empty when nothing is said."""
        return next(iter(self.codes(taxonomy)), "")

    def value(self, taxonomy: str, code: str | None = None) -> str:
        said = [one for one in self.own.get(taxonomy, []) if code in (None, one.code)]
        return said[0].value if said else ""

    def texts(self, name: str, *, longest: int = LONGEST_TEXT, needed: bool = False) -> dict[str, dict[str, str]]:
        return self.as_texts(name, self.fields.text(name, longest=longest, needed=needed))

    def as_texts(self, name: str, text: str) -> dict[str, dict[str, str]]:
        """In the record's language and original, unless our attribute says which language and state it is in."""
        state, tag = self.state_of(name) or ("", "")
        if state == "missing" or not (text or state):
            return {}
        if state in set(TextState):
            return Texts({tag: Text(tag, text, TextState(state))}).to_json()
        return Texts({self.language: Text(self.language, text, TextState.ORIGINAL)}).to_json()

    def state_of(self, name: str) -> tuple[str, str] | None:
        """State and language of a text, as our attribute says them."""
        for said in self.own.get("text-state", []):
            field_name, _, tag = said.value.partition(":")
            if field_name == name:
                return said.code, tag
        return None

    def tag(self, name: str) -> str:
        written = self.fields.text(name)
        try:
            return language_tag(written) if written else ""
        except UnknownLanguage as problem:
            self.fields.refuse(name, str(problem))
            return ""

    def parsed(self, taxonomy: str, parse: Callable[[Said], Any]) -> list[Any]:
        """Our attributes read by `parse`, which raises ValueError on a value that is not as we write it."""
        found = []
        for said in self.own.get(taxonomy, []):
            try:
                found.append(parse(said))
            except ValueError:
                self.fields.refuse("attributes", f"«{said.value}» is not a value of {taxonomy} as Baken writes it")
        return found

    def rest(self) -> dict[str, Any]:
        """Everything that was not read, to be given back by an export."""
        rest = self.fields.unread()
        for said in self.own.get("kept-property", []):
            name = said.label if said.code == "property" else said.code
            try:
                rest[name] = json.loads(said.value)
            except ValueError:
                self.fields.refuse("attributes", f"the kept property {name} is not valid JSON")
        if self.foreign:
            rest["attributes"] = self.foreign
        return rest

    def kept(self) -> dict[str, Any]:
        """Columns that HSDS could not hold as they were."""
        value = self.value("kept-field")
        try:
            found = json.loads(value) if value and self.ours else {}
        except ValueError:
            found = None
        if not isinstance(found, dict):
            self.fields.refuse("attributes", "the kept fields are not a JSON object")
            return {}
        return found


def _id_of(attribute: Any) -> UUID | None:
    try:
        return UUID(attribute.get("id"))
    except (ValueError, TypeError, AttributeError):
        return None


def _told_language(record: HsdsRecord) -> str:
    told = record.value("text-language")
    try:
        return language_tag(told) if told else ""
    except UnknownLanguage as problem:
        record.fields.refuse("attributes", str(problem))
        return ""
