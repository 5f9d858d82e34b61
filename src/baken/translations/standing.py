"""Reviewed words on the pages: a catalogue over the packaged one, and how far each language is.

Both lie in BAKEN_HOME, the first of LOCALE_PATHS. Each request looks at the time of one file; when somebody reviewed
something since, this process reads the catalogues again. Both can be written again from the database: a damaged one
counts as none, is written again, and meanwhile the packaged words stand alone.
"""

import fcntl
import gettext
import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, astuple, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final

import orjson
import polib
from django.conf import settings
from django.dispatch import Signal
from django.utils.translation import to_locale, trans_real

import baken
from baken.translations.drafts import drafts, packaged, plural_header
from baken.translations.kinds import REVIEWED, Audience, Count, Message, Verdict
from baken.translations.messages import messages
from baken.translations.models import Judgement

SOURCE_LANGUAGE: Final = "en"
# For who keeps words that gettext gave: they may be others now.
words_changed = Signal()
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Standing:
    """`release`: of which package; `last`: the latest judgement in it."""

    release: str = ""
    last: int = 0
    languages: Mapping[str, Count] = field(default_factory=dict)

    def of(self, language: str) -> Count:
        return self.languages.get(language, Count())


@dataclass(slots=True)
class _Seen:
    stamp: int = -1
    standing: Standing = field(default_factory=Standing)


_seen: Final = _Seen()


def folder() -> Path:
    return Path(settings.LOCALE_PATHS[0])


def _file() -> Path:
    return folder() / "standing.json"


def refresh() -> None:
    """Before a request is answered: one look at a file's time, and only after a review more than that."""
    stamp = _stamp()
    if stamp != _seen.stamp and (damaged := _take(stamp)):
        _log.error("Damaged, to be written again from the database: %s", ", ".join(map(str, damaged)))
        if _written_again():
            _take(_stamp())


def _take(stamp: int) -> list[Path]:
    """Reads everything from now on as it lies there. Gives the files that cannot be read."""
    standing = _read()
    gettext._translations = {}  # type: ignore[attr-defined]  # as Django's own autoreloader does
    broken = [file for file in sorted(folder().glob("*/LC_MESSAGES/django.mo")) if not _loaded(file)]
    trans_real._translations = {}  # type: ignore[attr-defined]
    trans_real._default = None  # type: ignore[attr-defined]
    _seen.standing, _seen.stamp = standing or Standing(), stamp
    words_changed.send(sender=Standing)
    return broken if standing else [_file(), *broken]


def _loaded(file: Path) -> bool:
    """Into gettext's own memory, so that damage done later cannot reach this process; an empty one for a broken one.

    Empty and not away: where there is no catalogue for Dari, gettext would take the one for Persian.
    """
    place = (gettext.GNUTranslations, os.path.abspath(file))  # noqa: PTH100 - as gettext itself writes it
    try:
        with file.open("rb") as content:
            read: gettext.NullTranslations = gettext.GNUTranslations(content)
    except Exception:  # noqa: BLE001 - its parser raises whatever it trips over
        read = gettext.NullTranslations()
    gettext._translations[place] = read  # type: ignore[attr-defined]
    return isinstance(read, gettext.GNUTranslations)


def _written_again() -> bool:
    """Pages answer with the packaged words where nothing can be written, or no database answers."""
    try:
        rebuild()
    except Exception as problem:  # noqa: BLE001 - whatever is wrong with the machine, urgent help stays there
        _log.error("The reviewed words could not be written again: %s", type(problem).__name__)
        return False
    return True


def standing() -> Standing:
    """How far each language is, as last written; nothing where nobody ever reviewed anything."""
    refresh()
    return _seen.standing


def _stamp() -> int:
    try:
        return _file().stat().st_mtime_ns
    except OSError:
        return 0


def _read() -> Standing | None:
    """None where the file is damaged: nothing is known of what stands."""
    try:
        said = orjson.loads(_file().read_bytes())
        counts = {language: Count(**count) for language, count in said["languages"].items()}
        numbers = [said["last"], *(number for count in counts.values() for number in astuple(count))]
        whole = isinstance(said["release"], str) and all(type(number) is int for number in numbers)
    except FileNotFoundError:
        return Standing()
    except (OSError, ValueError, TypeError, LookupError, AttributeError):
        return None
    return Standing(said["release"], said["last"], counts) if whole else None


def rebuild(*languages: str) -> None:
    """Writes the catalogues of these languages, or of all, from what stands in the database."""
    with _alone():
        before = _read() or Standing()
        stale = before.release != release()
        chosen = languages if languages and not stale else _translated()
        for language in chosen:
            _write_catalogue(language)
        _hold_apart(chosen)
        counts = {**before.languages, **{language: count_of(language) for language in chosen}}
        last = Judgement.objects.order_by("pk").values_list("pk", flat=True).last() or 0
        _write(Standing(release(), last, counts))


def rebuild_where_stale() -> None:
    """At the start of a server: after a new release, or where this BAKEN_HOME has not seen the latest review."""
    known = standing()
    last = Judgement.objects.order_by("pk").values_list("pk", flat=True).last() or 0
    if last > 0 and (known.last != last or known.release != release()):
        _written_again()


def count_of(language: str) -> Count:
    """How far a language is, from its catalogue and the database. One query."""
    known = messages()
    if language == SOURCE_LANGUAGE:
        urgent = len(_urgent(known))
        return Count(len(known), len(known), len(known), 0, urgent, urgent)
    rows = Judgement.objects.standing(language).values_list("key", "verdict")
    said = {key: Verdict(verdict) for key, verdict in rows if key in known}
    reviewed = {key for key, verdict in said.items() if verdict in REVIEWED}
    drafted = drafts(language).keys() & known.keys()
    return Count(
        messages=len(known),
        translated=len(drafted | reviewed),
        reviewed=len(reviewed),
        doubts=len(said) - len(reviewed),
        urgent=len(_urgent(known)),
        urgent_reviewed=len(_urgent(known) & reviewed),
    )


def _urgent(known: Mapping[str, Message]) -> frozenset[str]:
    return frozenset(key for key, message in known.items() if message.audience == Audience.URGENT)


def release() -> str:
    """Changes with the version and with any packaged catalogue."""
    files = sorted(packaged().glob("*/LC_MESSAGES/django.mo"))
    known = [(str(file), file.stat().st_size, file.stat().st_mtime_ns) for file in files]
    return sha256(repr((baken.__version__, known)).encode()).hexdigest()[:20]


def _translated() -> tuple[str, ...]:
    return tuple(code for code, _name in settings.LANGUAGES if code != SOURCE_LANGUAGE)


def _write_catalogue(language: str) -> None:
    catalogue = polib.POFile()
    catalogue.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Language": to_locale(language),
        "Plural-Forms": plural_header(language),
    }
    known = messages()
    for row in Judgement.objects.standing(language).exclude(texts=[]):
        if row.key in known:
            catalogue.append(_entry(known[row.key], row.texts))
    _replace(folder() / to_locale(language) / "LC_MESSAGES/django.mo", catalogue.to_binary())


def _entry(message: Message, texts: list[str]) -> polib.POEntry:
    entry = polib.POEntry(msgid=message.english, msgctxt=message.context or None)
    if message.plural:
        entry.msgid_plural, entry.msgstr_plural = message.plural, dict(enumerate(texts))
    else:
        entry.msgstr = texts[0]
    return entry


def _hold_apart(written: tuple[str, ...]) -> None:
    """Where there is no catalogue for Dari, gettext would take the one for Persian, over the packaged Dari."""
    for language in _translated():
        general = language.split("-")[0]
        place = folder() / to_locale(language) / "LC_MESSAGES/django.mo"
        if general != language and general in written and not place.exists():
            _write_catalogue(language)


def _write(standing: Standing) -> None:
    said = {
        "release": standing.release,
        "last": standing.last,
        "languages": {language: asdict(count) for language, count in standing.languages.items()},
    }
    _replace(_file(), orjson.dumps(said))


def _replace(file: Path, content: bytes) -> None:
    """At once: a reader sees the old file or the new one, never half of it, also after the power went."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f"{file.name}.{os.getpid()}")
    with beside.open("wb") as written:
        written.write(content)
        written.flush()
        os.fsync(written.fileno())
    beside.replace(file)


@contextmanager
def _alone() -> Iterator[None]:
    """Two who review at once write one after the other, the later with what both said."""
    folder().mkdir(parents=True, exist_ok=True)
    with (folder() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
