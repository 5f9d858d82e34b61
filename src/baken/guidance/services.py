"""Loading helplines, and an editor's word that one is right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction

from baken.guidance.models import Helpline
from baken.guidance.reading import BadGuidance, read

__all__ = ["OUR_HELPLINES", "BadGuidance", "Loaded", "UnknownHelpline", "confirm_helpline", "load_guidance"]

OUR_HELPLINES = Path(__file__).parent / "helplines.yaml"
FIELDS = (
    "country", "names", "number", "whatsapp", "chat_url", "channels", "languages", "topics", "always", "rules",
    "holidays", "notes", "source", "source_date", "invented",
)  # fmt: skip


class UnknownHelpline(ValueError):
    """There is no helpline with this code."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """`kept`: an editor confirmed these, so the file did not touch them."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: int = 0
    removed: int = 0


def load_guidance(*, paths: Sequence[Path] = (OUR_HELPLINES,)) -> Loaded:
    """Writes all helplines of the YAML files or nothing; loading them again changes nothing and takes no lock.

    What an editor confirmed stays as it is. What an earlier file of the same origin held and this one does not is
    removed. Raises BadGuidance, naming entry and field. docs/rooms/guidance.md has the shape.
    """
    known = Helpline.objects.in_bulk()
    steps: dict[str, tuple[str, Helpline]] = {}
    origins: set[str] = set()
    for path in paths:
        origin, rows = read(path)
        origins.add(origin)
        for row in rows:
            before = steps[row.code][1] if row.code in steps else known.get(row.code)
            if before is not None and before.origin != origin:
                raise BadGuidance(path, [f"code: {row.code!r} belongs to the file of {before.origin!r}"])
            steps[row.code] = _step(row, known.get(row.code)), row
    gone = [line.code for line in known.values() if line.origin in origins and not line.confirmed]
    gone = [code for code in gone if code not in steps]
    _write([row for step, row in steps.values() if step in ("added", "changed")], gone)
    return Loaded(**Counter(step for step, _ in steps.values()), removed=len(gone))


def _step(row: Helpline, before: Helpline | None) -> str:
    """What is to be done, in the words of Loaded."""
    if before is None:
        return "added"
    if before.confirmed:
        return "kept"
    same = all(getattr(before, field) == getattr(row, field) for field in FIELDS)
    return "unchanged" if same else "changed"


def _write(rows: Sequence[Helpline], gone: Sequence[str]) -> None:
    if not rows and not gone:
        return
    with transaction.atomic():
        for row in rows:
            row.save()
        Helpline.objects.filter(code__in=gone).delete()


@transaction.atomic
def confirm_helpline(*, code: str, by: str, on: date, number: str | None = None) -> None:
    """An editor says that the entry is right, or puts the right number in its place. Files no longer overwrite it.

    Raises UnknownHelpline.
    """
    helpline = Helpline.objects.select_for_update().filter(code=code).first()
    if helpline is None:
        raise UnknownHelpline(f"there is no helpline {code!r}")
    if number is not None:
        helpline.number = number
    helpline.confirmed, helpline.confirmed_by, helpline.confirmed_on = True, by, on
    helpline.save()
