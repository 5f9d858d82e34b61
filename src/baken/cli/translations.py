"""`baken translations`: what people reviewed, to the catalogues of the repository and from them."""

from pathlib import Path

import click
from django.conf import settings

from baken.cli.ready import ready
from baken.translations import exchange, selectors
from baken.translations.drafts import packaged
from baken.translations.standing import SOURCE_LANGUAGE

_TAGS = [code for code, _name in settings.LANGUAGES if code != SOURCE_LANGUAGE]
_CHOSEN = click.option("--language", "chosen", multiple=True, type=click.Choice(_TAGS), help="Only this; else all.")


@click.group()
def translations() -> None:
    """The words of the pages in each language, and what people said of them."""


@translations.command("state")
def state() -> None:
    """How far each language is."""
    ready()
    for code, count in selectors.counts().items():
        if code == SOURCE_LANGUAGE:
            click.echo(f"{code:<6} the source: {count.messages} messages, {count.urgent} of them urgent")
            continue
        click.echo(
            f"{code:<6} {count.translated} of {count.messages} messages translated, {count.reviewed} reviewed by a "
            f"person, {count.doubts} doubted; urgent: {count.urgent_reviewed} of {count.urgent} reviewed"
        )


@translations.command("export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@_CHOSEN
def export(folder: Path, chosen: tuple[str, ...]) -> None:
    """Writes the catalogues with what reviewers said below FOLDER, for instance src/baken/locale."""
    ready()
    for code in chosen or _TAGS:
        done = exchange.export_language(code, folder)
        click.echo(f"{code:<6} {done.reviewed} reviewed, {done.doubts} doubted")


@translations.command("import")
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@_CHOSEN
def import_(folder: Path | None, chosen: tuple[str, ...]) -> None:
    """Takes what the catalogues below FOLDER (else the package's own) say was reviewed. What was said here stands."""
    ready()
    for code in chosen or _TAGS:
        done = exchange.import_language(code, folder or packaged())
        click.echo(f"{code:<6} {done.taken} taken, {done.kept} already judged here, {len(done.refused)} refused")
        if done.missing:
            click.echo(f"       {done.missing} messages of the pages are not in this file")
        for english in done.refused:
            click.echo(f"       refused, it would break a page: {english[:80]}", err=True)
