"""A record of HSDS 3.x: typed fields, the language of its texts, our own attributes, and the rest to be kept."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from baken.core.kinds import Text, Texts, TextState
from baken.directory.feeds.batch import Options
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


@dataclass(slots=True)
class HsdsRecord:
    """Wraps Fields; `own` are our attributes by taxonomy, `foreign` those of others."""

    fields: Fields
    language: str
    options: Options
    own: dict[str, list[Said]] = field(default_factory=dict)
    foreign: list[Any] = field(default_factory=list)

    @classmethod
    def of(cls, fields: Fields, language: str, options: Options) -> "HsdsRecord":
        record = cls(fields, language, options)
        for number, given in enumerate(fields.listed("attributes")):
            if taxonomy := own_taxonomy(given):
                said = Fields(given, fields.row, fields.refusals, f"attributes[{number}]")
                term = said.child("taxonomy_term")
                code = term.text("code") if term else ""
                record.own.setdefault(taxonomy, []).append(
                    Said(code, said.text("value", longest=LONGEST_KEPT), said.text("label"))
                )
            else:
                record.foreign.append(given)
        return record

    def below(self, fields: Fields) -> "HsdsRecord":
        return HsdsRecord.of(fields, self.language, self.options)

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
        """In the file's language and original, unless our attribute says which language and state it is in."""
        if not text:
            return {}
        for said in self.own.get("text-state", []):
            field_name, _, tag = said.value.partition(":")
            if field_name == name and said.code in set(TextState):
                return Texts({tag: Text(tag, text, TextState(said.code))}).to_json()
        return Texts({self.language: Text(self.language, text, TextState.ORIGINAL)}).to_json()

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
            try:
                rest[said.code] = json.loads(said.value)
            except ValueError:
                self.fields.refuse("attributes", f"the kept property {said.code} is not valid JSON")
        if self.foreign:
            rest["attributes"] = self.foreign
        return rest
