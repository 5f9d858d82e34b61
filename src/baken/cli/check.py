"""`baken check`: configuration, database, index, catalogues, timetables; each said to be well or what to do."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import click
from django.conf import settings
from django.core.checks import run_checks
from django.db import connection
from django.utils import timezone
from django.utils.translation import to_locale

from baken.cli.catalogues import missing_messages
from baken.cli.errors import explain
from baken.cli.indexing import encoding_words
from baken.cli.ready import ready
from baken.directory import selectors as directory
from baken.needs import selectors as needs_room
from baken.timetables import selectors as timetables
from baken.translations import selectors as translations
from baken.translations.drafts import packaged


@dataclass(frozen=True, slots=True)
class Finding:
    well: bool
    words: str


@click.command()
def check() -> None:
    """Says whether everything Baken needs is in place; exit code 1 when something is not."""
    findings = [finding for look in _LOOKS for finding in _safely(look)]
    for finding in findings:
        click.echo(("ok      " if finding.well else "NOT OK  ") + finding.words)
    if not all(finding.well for finding in findings):
        raise SystemExit(1)


def _safely(look: Callable[[], Iterator[Finding]]) -> list[Finding]:
    try:
        return list(look())
    except Exception as failure:  # noqa: BLE001 - a check that fails is a finding, not a crash
        return [Finding(False, f"{(look.__doc__ or '').rstrip('.').lower()}: {explain(failure).message}")]


def _configuration() -> Iterator[Finding]:
    """Configuration."""
    problems = [str(problem) for problem in run_checks()]
    yield from (Finding(False, f"configuration: {problem}") for problem in problems)
    if not problems:
        yield Finding(True, f"configuration: BAKEN_HOME is {settings.BAKEN_HOME}, country {settings.BAKEN_COUNTRY}")


def _database() -> Iterator[Finding]:
    """Database."""
    ready()
    yield Finding(True, f"database: {connection.vendor}, {directory.counts()['services']} services")


def _index() -> Iterator[Finding]:
    """Index."""
    state = needs_room.index_state()
    yield Finding(True, f"own words are understood with: {state.engine} ({', '.join(state.encoders) or 'no encoder'})")
    yield from (Finding(False, f"encoder {name}: {problem}") for name, problem in state.failures.items())
    yield Finding(
        state.problem is None, f"index: {state.problem or f'{state.needs} needs, {state.documents} services'}"
    )
    if words := encoding_words():
        yield Finding(True, f"index: {words}")


def _catalogues() -> Iterator[Finding]:
    """Catalogues."""
    folder = packaged()
    for tag, name in settings.LANGUAGES:
        if tag == "en":
            continue
        locale = folder / to_locale(tag) / "LC_MESSAGES"
        compiled, source = locale / "django.mo", locale / "django.po"
        if not compiled.exists():
            yield Finding(False, f"catalogue {tag} ({name}) is missing; run the launcher again to compile it")
        elif compiled.stat().st_mtime < source.stat().st_mtime:
            yield Finding(False, f"catalogue {tag} ({name}) is older than its source; run the launcher again")
    missing = missing_messages(folder, [tag for tag in settings.BAKEN_COMPLETE_LANGUAGES if tag != "en"])
    for tag, number in missing.items():
        yield Finding(False, f"catalogue {tag} lacks {number} of the messages of the pages; they are read in English")
    complete = ", ".join(tag for tag in settings.BAKEN_COMPLETE_LANGUAGES if tag not in missing)
    yield Finding(True, f"catalogues: {len(settings.LANGUAGES)} languages, complete: {complete}")


def _urgent_texts() -> Iterator[Finding]:
    """Urgent texts."""
    lacking = [tag for tag, _ in settings.LANGUAGES if not translations.urgent_words_reviewed(tag)]
    if lacking:
        words = f"no person has reviewed them in {', '.join(lacking)}: there numbers stand first (release-notes)"
        yield Finding(True, f"urgent texts: {words}")


def _mail() -> Iterator[Finding]:
    """Mail."""
    if folder := settings.EMAIL_FILE_PATH:
        yield Finding(True, f"mail: kept as files in {folder}, not sent (BAKEN_MAIL_URL)")
    else:
        yield Finding(
            True, f"mail: sent by {settings.EMAIL_HOST}:{settings.EMAIL_PORT} as {settings.DEFAULT_FROM_EMAIL}"
        )
    if not settings.BAKEN_SITE_URL:
        yield Finding(True, "mail: no reminders can be sent before BAKEN_SITE_URL says where the site is")


def _timetables() -> Iterator[Finding]:
    """Timetables."""
    found, today = timetables.feeds(), timezone.localdate()
    if not found:
        yield Finding(True, "timetables: none; ways are on foot only (./baken import gtfs FILE)")
    for feed in found:
        left = (feed.last_day - today).days
        words = f"timetable {feed.name}: {feed.stops} stops, valid from {feed.first_day} to {feed.last_day}"
        if left < 0:
            yield Finding(False, f"{words}: it has ended; import a newer file")
        elif left < _SOON_DAYS:
            yield Finding(True, f"{words}: {left} days left, get a newer file")
        else:
            yield Finding(True, words)


_SOON_DAYS = 14
_LOOKS = (_configuration, _database, _index, _catalogues, _urgent_texts, _mail, _timetables)
