"""Reviewed words to and from gettext's own files, so that they come with the next release of the package.

What was said stands as a comment of the entry: «reviewed 2026-11-22», or «doubt 2026-11-22: too stiff». Who said it
stays in the database.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polib
from django.db import transaction
from django.utils import timezone
from django.utils.translation import to_locale

from baken.translations.checking import problems
from baken.translations.drafts import forms_of, packaged, plural_forms
from baken.translations.kinds import REVIEWED, Verdict, key_of
from baken.translations.messages import messages
from baken.translations.models import Judgement
from baken.translations.standing import rebuild

_LINE_OF_TEXT: Final = re.compile(r'#.*|(?:msg[a-z_]+(?:\[\d+\])?\s*)?"(?:[^"\\]|\\.)*"')
_KEYWORD: Final = re.compile(r"^(?:#~ )?(msg[a-z_]+)", re.MULTILINE)
_MARK: Final = re.compile(r"^(reviewed|doubt) \d{4}-\d{2}-\d{2}(?:: (.*))?$", re.MULTILINE)


class NoCatalogue(ValueError):
    """There is no such file."""


class BrokenCatalogue(ValueError):
    """The file is no whole catalogue; the message says why."""


@dataclass(frozen=True, slots=True)
class Exported:
    language: str
    reviewed: int
    doubts: int


@dataclass(frozen=True, slots=True)
class Imported:
    """`kept`: messages of which somebody said something here before; a file never overrules that.

    `missing`: how many messages of the pages the file does not have; many where it was cut off between two of them.
    """

    language: str
    taken: int
    kept: int
    refused: tuple[str, ...]
    missing: int


def export_language(language: str, into: Path) -> Exported:
    """Writes the language's catalogue below `into`, with what reviewers said. Raises NoCatalogue."""
    catalogue = polib.pofile(str(_source(packaged(), language)))
    said = {row.key: row for row in Judgement.objects.standing(language)}
    found = [row for entry in catalogue if (row := _noted(entry, said))]
    file = into / to_locale(language) / "LC_MESSAGES/django.po"
    file.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(file))
    reviewed = sum(row.verdict in REVIEWED for row in found)
    return Exported(language, reviewed, len(found) - reviewed)


def _source(folder: Path, language: str) -> Path:
    file = folder / to_locale(language) / "LC_MESSAGES/django.po"
    if not file.is_file():
        raise NoCatalogue(f"{file} is missing; run this with the source of the package")
    return file


def _noted(entry: polib.POEntry, said: dict[str, Judgement]) -> Judgement | None:
    row = said.get(_key(entry))
    if row is None:
        return None
    if row.texts and entry.msgid_plural:
        entry.msgstr_plural = dict(enumerate(row.texts))
    elif row.texts:
        entry.msgstr = row.texts[0]
    others = _MARK.sub("", entry.tcomment).strip()
    entry.tcomment = "\n".join(filter(None, (others, _mark(row))))
    return row


def _mark(row: Judgement) -> str:
    day = timezone.localtime(row.made_at).date().isoformat()
    return f"reviewed {day}" if row.verdict in REVIEWED else f"doubt {day}: {' '.join(row.remark.split())}"


def _key(entry: polib.POEntry) -> str:
    return key_of(entry.msgctxt or "", entry.msgid, entry.msgid_plural or "")


def import_language(language: str, folder: Path) -> Imported:
    """Takes what a file says was reviewed or doubted, where nobody said anything here yet.

    Raises NoCatalogue or BrokenCatalogue, before anything is taken.
    """
    catalogue = _whole(_source(folder, language))
    known = set(Judgement.objects.standing(language).values_list("key", flat=True))
    marked = list(_marked(catalogue, language))
    fresh = [row for row in marked if row.key not in known]
    whole = [row for row in fresh if _stands(row)]
    with transaction.atomic():
        Judgement.objects.bulk_create(whole)
        transaction.on_commit(lambda: rebuild(language))
    refused = tuple(row.english for row in fresh if row not in whole)
    missing = len(messages().keys() - set(map(_key, catalogue)))
    return Imported(language, len(whole), len(marked) - len(fresh), refused, missing)


def _whole(file: Path) -> polib.POFile:
    """The parser takes a file that was cut off as it is, without its last letter: looked at here first."""
    try:
        text = file.read_text(encoding="utf-8")
        catalogue = polib.pofile(str(file), encoding="utf-8")
    except UnicodeDecodeError as wrong:
        raise BrokenCatalogue(f"{file} is not written in UTF-8; save it as UTF-8 and import it again") from wrong
    except OSError as wrong:
        raise BrokenCatalogue(f"{file} cannot be read as a catalogue: {wrong}") from wrong
    if not len(catalogue):
        raise BrokenCatalogue(f"{file} has no messages in it; export it again")
    if _cut_off(text):
        raise BrokenCatalogue(f"{file} stops in the middle of a message; export it again")
    return catalogue


def _cut_off(text: str) -> bool:
    last = text.rstrip().rsplit("\n", 1)[-1].strip()
    return not _LINE_OF_TEXT.fullmatch(last) or _KEYWORD.findall(text)[-1] != "msgstr"


def _marked(catalogue: polib.POFile, language: str) -> Iterator[Judgement]:
    """What the file says of messages that the source still has."""
    for entry in catalogue:
        mark, message = _MARK.search(entry.tcomment or ""), messages().get(_key(entry))
        if mark and message:
            doubted = mark[1] == "doubt"
            yield Judgement(
                language=language,
                key=message.key,
                context=message.context,
                english=message.english,
                plural=message.plural,
                verdict=Verdict.DOUBT if doubted else Verdict.RIGHT,
                texts=[] if doubted else list(forms_of(entry)),
                remark=mark[2] or "",
            )


def _stands(row: Judgement) -> bool:
    message = messages()[row.key]
    return not row.texts or not problems(message, row.texts, plural_forms(row.language))
