"""`baken booklet`: the doors of a neighbourhood as a PDF, for counters and waiting rooms."""

from collections.abc import Sequence
from datetime import datetime
from itertools import product
from pathlib import Path

import click
from django.conf import settings
from django.utils import timezone

from baken.cli.indexing import progress
from baken.cli.ready import ready
from baken.localities import selectors as localities
from baken.plans.asking import language_from, place_from


@click.command()
@click.option("--area", default="", metavar="NAME", help="A neighbourhood, or a larger area, by its name or code.")
@click.option("--near", default="", metavar="LAT,LON", help="Instead: doors around a place.")
@click.option("--km", default=1.5, show_default=True, type=click.FloatRange(0.1, 50), help="How far around it.")
@click.option("--language", "-l", default="", help="In this language (default: the local one).")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write it here.")
@click.option(
    "--all",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="All neighbourhoods, in all languages or in --language, in this folder.",
)
def booklet(area: str, near: str, km: float, language: str, out: Path | None, folder: Path | None) -> None:
    """The doors of a neighbourhood as a PDF (A5), for counters and waiting rooms."""
    given = language_from(language)
    _only_one(area, near, folder)
    ready()
    now = timezone.localtime()
    if folder is not None:
        _all(folder, [given] if given else settings.BAKEN_COMPLETE_LANGUAGES, now)
        return
    written = out or Path("booklet.pdf")
    written.write_bytes(_made(area, near, km, given or settings.BAKEN_LOCAL_LANGUAGE, now))
    click.echo(f"Written: {written}")


def _only_one(area: str, near: str, folder: Path | None) -> None:
    if sum(map(bool, (area, near, folder))) != 1:
        raise click.UsageError("give one of --area NAME, --near LAT,LON and --all DIR")


def _made(area: str, near: str, km: float, language: str, now: datetime) -> bytes:
    from baken.plans import booklet as booklets  # typst and the fonts: only for who prints

    try:
        if area:
            found = booklets.area_booklet(area, language=language, when=now)
        else:
            place = place_from(near)
            assert place is not None
            found = booklets.near_booklet(place, km, language=language, when=now)
    except booklets.UnknownArea as unknown:
        raise click.UsageError(str(unknown)) from unknown
    return booklets.booklet_pdf(found, language=language, when=now)


def _all(folder: Path, languages: Sequence[str], now: datetime) -> None:
    """A neighbourhood without a door gets none."""
    from baken.plans import booklet as booklets

    folder.mkdir(parents=True, exist_ok=True)
    areas = localities.areas("neighbourhood")
    written = 0
    each = list(product(areas, languages))
    with progress("Booklets") as advance:
        for done, (area, language) in enumerate(each, start=1):
            found = booklets.area_booklet(area.code, language=language, when=now)
            if found.doors:
                made = booklets.booklet_pdf(found, language=language, when=now)
                (folder / f"{area.code}-{language}.pdf").write_bytes(made)
                written += 1
            advance(done, len(each))
    click.echo(f"Written: {written} booklets in {folder}")
