"""Reads the taxonomy's YAML and says precisely what is wrong with it: file, need, field."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import yaml
from django.conf import settings

FOLDER: Final = Path(__file__).parent / "taxonomy"
MORE: Final = "phrasings"  # a folder in that of the taxonomy
KEYWORDS: Final = Path(__file__).parent / "keywords"
EXPLAINED_IN: Final = ("nl", "fr", "en")
_MANY_PHRASINGS: Final = frozenset({"nl", "fr", "en", "ar"})
_LEAST_MANY, _LEAST_FEW = 6, 3
_ORIGINAL: Final = "nl"


class TaxonomyError(ValueError):
    """The taxonomy cannot be loaded; the message names file, need and field."""


@dataclass(frozen=True, slots=True)
class NeedEntry:
    code: str
    labels: Mapping[str, str]
    explanations: Mapping[str, str]
    pictogram: str
    sensitive: bool
    causes: tuple[str, ...]
    data_inclusion: tuple[str, ...]
    open_eligibility: tuple[str, ...]
    phrasings: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class DomainEntry:
    code: str
    labels: Mapping[str, str]
    pictogram: str
    translations: str
    needs: tuple[NeedEntry, ...]


def taxonomy_languages() -> tuple[str, ...]:
    """Those of the interface: each need has its name and its phrasings in every one."""
    return tuple(code for code, _name in settings.LANGUAGES)


def read_taxonomy(folder: Path = FOLDER) -> tuple[DomainEntry, ...]:
    """All domains, by file name, with the further phrasings of `phrasings/<language>.yaml`.

    Raises TaxonomyError, listing every fault found (at most 20)."""
    domains, faults = [], []
    for path in sorted(folder.glob("*.yaml")):
        reader = _Reader(path.name)
        domain = reader.domain(_load(path))
        faults += reader.faults
        domains.append(domain)
    more = {path.stem: _load(path) for path in sorted((folder / MORE).glob("*.yaml"))}
    faults += _across(domains)
    faults += _faults_of_more(more, {need.code for domain in domains for need in domain.needs})
    if not domains:
        faults.append(f"{folder}: there is no .yaml file")
    if faults:
        others = f"\n… and {len(faults) - 20} more" if len(faults) > 20 else ""
        raise TaxonomyError("the taxonomy of needs has faults:\n" + "\n".join(faults[:20]) + others)
    return tuple(_with_more(domain, more) for domain in domains)


def _faults_of_more(more: Mapping[str, Mapping[str, Any]], codes: Collection[str]) -> Iterator[str]:
    for language, lines in more.items():
        where = f"{MORE}/{language}.yaml"
        if language not in taxonomy_languages():
            yield f"{where}: the file must be named after one of {', '.join(taxonomy_languages())}"
        for code, texts in lines.items():
            if code not in codes:
                yield f"{where}: there is no need «{code}»"
            if not isinstance(texts, list) or not all(isinstance(text, str) and text.strip() for text in texts):
                yield f"{where}: {code}: expected a list of texts"


def _with_more(domain: DomainEntry, more: Mapping[str, Mapping[str, Sequence[str]]]) -> DomainEntry:
    return replace(domain, needs=tuple(_need_with_more(need, more) for need in domain.needs))


def _need_with_more(need: NeedEntry, more: Mapping[str, Mapping[str, Sequence[str]]]) -> NeedEntry:
    """What is said twice counts once."""
    joined = {}
    for language, texts in need.phrasings.items():
        every = (*texts, *(text.strip() for text in more.get(language, {}).get(need.code, ())))
        joined[language] = tuple({text.casefold(): text for text in every}.values())
    return replace(need, phrasings=joined)


def fingerprint(folder: Path = FOLDER) -> str:
    """Changes when any file of the taxonomy does."""
    digest = sha256()
    for path in sorted(folder.rglob("*.yaml")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _load(path: Path) -> Mapping[str, Any]:
    try:
        loaded = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise TaxonomyError(f"{path.name}: this is not YAML: {error}") from error
    if not isinstance(loaded, dict):
        raise TaxonomyError(f"{path.name}: expected a mapping with domain, label, pictogram and needs")
    return loaded


class _Reader:
    """Reads one file and collects its faults instead of stopping at the first."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[str] = []

    def fault(self, where: str, field: str, message: str) -> None:
        self.faults.append(f"{self.file}: {where}: {field}: {message}")

    def domain(self, raw: Mapping[str, Any]) -> DomainEntry:
        code = self._text(raw, "domain", "domain")
        needs = raw.get("needs")
        if not isinstance(needs, list) or not needs:
            self.fault(code, "needs", "expected a list with at least one need")
            needs = []
        return DomainEntry(
            code=code,
            labels=self._texts(raw, code, "label", taxonomy_languages()),
            pictogram=self._text(raw, code, "pictogram"),
            translations=self._text(raw, code, "translations"),
            needs=tuple(self._need(code, number, part) for number, part in enumerate(needs, 1)),
        )

    def _need(self, domain: str, number: int, raw: object) -> NeedEntry:
        if not isinstance(raw, dict):
            self.fault(domain, f"needs[{number}]", "expected a mapping")
            raw = {}
        code = self._text(raw, f"need {number}", "code")
        if not code.startswith(f"{domain}."):
            self.fault(code or f"need {number}", "code", f"must start with «{domain}.»")
        if not isinstance(raw.get("sensitive", False), bool):
            self.fault(code, "sensitive", "expected true or false")
        return NeedEntry(
            code=code,
            labels=self._texts(raw, code, "label", taxonomy_languages()),
            explanations=self._texts(raw, code, "explanation", EXPLAINED_IN),
            pictogram=self._text(raw, code, "pictogram"),
            sensitive=bool(raw.get("sensitive", False)),
            causes=self._list(raw, code, "causes"),
            data_inclusion=self._list(raw, code, "data_inclusion"),
            open_eligibility=self._list(raw, code, "open_eligibility"),
            phrasings=self._phrasings(raw, code),
        )

    def _text(self, raw: Mapping[str, Any], where: str, field: str) -> str:
        value = raw.get(field)
        if not isinstance(value, str) or not value.strip():
            self.fault(where, field, f"expected a text, found {value!r}")
            return ""
        return value.strip()

    def _texts(self, raw: Mapping[str, Any], where: str, field: str, languages: Iterable[str]) -> Mapping[str, str]:
        value = raw.get(field)
        if not isinstance(value, dict):
            self.fault(where, field, f"expected a text for each of {', '.join(languages)}")
            return {}
        for language in languages:
            if not isinstance(value.get(language), str) or not value[language].strip():
                self.fault(where, f"{field}.{language}", f"expected a text, found {value.get(language)!r}")
        self._only_known(where, field, value)
        return {tag: text.strip() for tag, text in value.items() if isinstance(text, str)}

    def _list(self, raw: Mapping[str, Any], where: str, field: str) -> tuple[str, ...]:
        value = raw.get(field, [])
        if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
            self.fault(where, field, f"expected a list of texts, found {value!r}")
            return ()
        return tuple(value)

    def _phrasings(self, raw: Mapping[str, Any], where: str) -> Mapping[str, tuple[str, ...]]:
        value = raw.get("phrasings")
        if not isinstance(value, dict):
            self.fault(where, "phrasings", "expected a list of phrasings for each language")
            return {}
        self._only_known(where, "phrasings", value)
        found = {}
        for language in taxonomy_languages():
            field = f"phrasings.{language}"
            texts = self._list({field: value.get(language, [])}, where, field)
            least = _LEAST_MANY if language in _MANY_PHRASINGS else _LEAST_FEW
            if len(texts) < least:
                self.fault(where, field, f"at least {least} phrasings, found {len(texts)}")
            if len({text.strip().casefold() for text in texts}) < len(texts):
                self.fault(where, field, "the same phrasing stands here twice")
            found[language] = tuple(text.strip() for text in texts)
        return found

    def _only_known(self, where: str, field: str, value: Mapping[object, object]) -> None:
        for tag in value:
            if tag not in taxonomy_languages():
                self.fault(
                    where,
                    field,
                    f'unknown language {tag!r} (write no as "no"; known: {", ".join(taxonomy_languages())})',
                )


def _across(domains: Iterable[DomainEntry]) -> list[str]:
    """Faults that no single file shows: codes twice, causes that name no need."""
    faults, seen = [], set()
    needs = [need for domain in domains for need in domain.needs]
    for need in needs:
        if need.code in seen:
            faults.append(f"{need.code}: code: stands in the taxonomy twice")
        seen.add(need.code)
    for need in needs:
        for cause in need.causes:
            if cause not in seen or cause == need.code:
                faults.append(f"{need.code}: causes: «{cause}» is not another need of the taxonomy")
    return faults


def read_keywords(folder: Path = KEYWORDS) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """language -> need -> single words and short terms («dentist», «child benefit»), from `<language>.yaml` files.

    People who type one word get an answer by these. Needs without a line have none. Raises TaxonomyError.
    """
    found: dict[str, Mapping[str, tuple[str, ...]]] = {}
    for path in sorted(folder.glob("*.yaml")):
        if path.stem not in taxonomy_languages():
            raise TaxonomyError(f"{path.name}: the file must be named after one of {', '.join(taxonomy_languages())}")
        lines = _load(path)
        for code, line in lines.items():
            if not isinstance(line, str) or "." not in str(code):
                raise TaxonomyError(f"{path.name}: {code}: expected a need's code with words between commas")
        found[path.stem] = {code: _between_commas(line) for code, line in lines.items()}
    return found


def _between_commas(line: str) -> tuple[str, ...]:
    words = (word.strip() for word in re.split("[,،፣]", line))
    return tuple(dict.fromkeys(word for word in words if word))


def texts_json(texts: Mapping[str, str], translations: str) -> dict[str, dict[str, str]]:
    """Texts as stored: Dutch is the original, the others are in the state that the file says."""
    return {
        tag: {"text": text, "state": "original" if tag == _ORIGINAL else translations} for tag, text in texts.items()
    }
