"""The words as the package brings them, before anybody reviewed them, and the plural forms of a language."""

import gettext
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

import polib
from django.conf import settings
from django.utils.translation import to_locale

from baken.translations.kinds import Form, key_of

_PLURAL: Final = re.compile(r"nplurals\s*=\s*(\d+)\s*;\s*plural\s*=\s*([^;]+)")
_COUNTED: Final = (*range(201), 1_000_000)
_SHOWN: Final = 4


def packaged() -> Path:
    return Path(settings.LOCALE_PATHS[-1])


def drafts(language: str) -> Mapping[str, tuple[str, ...]]:
    """By key the forms of each translated message; empty where the language has no catalogue."""
    compiled = packaged() / to_locale(language) / "LC_MESSAGES/django.mo"
    return _read(compiled, compiled.stat().st_mtime_ns) if compiled.is_file() else {}


@lru_cache(maxsize=32)
def _read(compiled: Path, _written: int) -> Mapping[str, tuple[str, ...]]:
    return {key: forms for key, forms in map(_entry, polib.mofile(str(compiled))) if all(forms)}


def _entry(entry: polib.MOEntry) -> tuple[str, tuple[str, ...]]:
    return key_of(entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""), forms_of(entry)


def forms_of(entry: polib.MOEntry | polib.POEntry) -> tuple[str, ...]:
    """The translation of an entry: one text, or one for each plural form."""
    if not entry.msgid_plural:
        return (entry.msgstr,)
    return tuple(text for _number, text in sorted(entry.msgstr_plural.items()))


def plural_header(language: str) -> str:
    """As the language's catalogue says it; where there is none, one form for one and one for many."""
    compiled = packaged() / to_locale(language) / "LC_MESSAGES/django.mo"
    if not compiled.is_file():
        return "nplurals=2; plural=(n != 1);"
    with compiled.open("rb") as file:
        return gettext.GNUTranslations(file).info().get("plural-forms", "nplurals=2; plural=(n != 1);")


def plural_forms(language: str) -> Sequence[Form]:
    found = _PLURAL.search(plural_header(language))
    assert found is not None, f"the catalogue of {language} has no Plural-Forms"
    form_of = gettext.c2py(found[2].strip())
    by_form: dict[int, list[int]] = {number: [] for number in range(int(found[1]))}
    for count in _COUNTED:
        by_form[form_of(count)].append(count)
    return tuple(Form(tuple(counts[:_SHOWN]), len(counts) == 1) for counts in by_form.values())
