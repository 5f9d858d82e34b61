"""Files of guidance into the database: everything they hold, or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.db.models import Q, Value

from baken.guidance.checking import BadGuidance
from baken.guidance.models import GuidanceItem, Helpline, LoadedGuidance
from baken.guidance.reading import Read, add_titles, read
from baken.needs import selectors as needs_room

HERE: Final = Path(__file__).parent
OUR_HELPLINES: Final = HERE / "helplines.yaml"
OUR_CONTENT: Final = HERE / "content"
OUR_ORIGIN: Final = "baken"  # and all that begin with "baken-": of the files of the package

_WAY_OF_LOADING: Final = "2: new languages for confirmed helplines"  # another one loads the same files anew

HELPLINE_FIELDS: Final = (
    "country", "names", "number", "whatsapp", "chat_url", "channels", "languages", "topics", "always", "rules",
    "holidays", "notes", "source", "source_date", "invented",
)  # fmt: skip
ITEM_FIELDS: Final = (
    "kind", "titles", "bodies", "asks", "publisher", "languages", "more_languages", "forms", "audiences", "groups",
    "situations", "regions", "needs", "address", "source", "source_date", "invented",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Loaded:
    """`kept`: an editor confirmed or changed these, so the file did not touch them."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: int = 0
    removed: int = 0


@dataclass(frozen=True, slots=True)
class Steps:
    """What is to be done with the rows of one table. `done` maps codes to the words of Loaded."""

    done: Mapping[str, str]
    write: tuple[Helpline | GuidanceItem, ...]
    gone: tuple[str, ...]


def load_guidance(*, paths: Sequence[Path] = (OUR_HELPLINES,), titles: Sequence[Path] = ()) -> Loaded:
    """Writes everything in the YAML files or nothing; loading them again changes nothing and takes no lock.

    What an editor confirmed or changed stays as it is; only words in a new language come to a helpline that was
    confirmed. What an earlier file of the same origin held and this one does not is removed. `titles`: files with words
    in one more language each, for what these files hold. Raises BadGuidance, naming entry and field.
    docs/rooms/guidance.md has the shape.
    """
    files = [_own(read(path)) for path in paths]
    items = [item for file in files for item in file.items]
    lines = [line for file in files for line in file.helplines]
    _check_needs(files)
    for path in titles:
        add_titles(path, items, lines)
    tables = _tables(files)
    if any(table.write or table.gone for table in tables):
        with transaction.atomic():
            tables = _tables(files, locked=True)
            _write(tables)
    counted = Counter(step for table in tables for step in table.done.values())
    return Loaded(**counted, removed=sum(len(table.gone) for table in tables))


def load_from_elsewhere(paths: Sequence[Path]) -> Loaded:
    """As `load_guidance`, for an operator's files. Raises BadGuidance for a file of the package: those come by
    themselves, with words in every language that the file alone does not hold."""
    for path in paths:
        if _is_ours(path):
            raise BadGuidance(path, ["this file comes with Baken, and is loaded by itself; give the files of your own"])
    return load_guidance(paths=paths)


def bring_in_step() -> None:
    """The guidance that comes with the package; where all of it is there already, one query and no file is parsed."""
    loaded, codes = _there()
    if loaded == {_fingerprint(codes)}:
        return
    with transaction.atomic():
        load_guidance(paths=(OUR_HELPLINES, *content_files()), titles=title_files())
        LoadedGuidance.objects.all().delete()
        LoadedGuidance.objects.create(fingerprint=_fingerprint(_there()[1]))


def content_files() -> tuple[Path, ...]:
    return tuple(sorted(OUR_CONTENT.glob("*.yaml")))


def title_files() -> tuple[Path, ...]:
    return tuple(sorted((OUR_CONTENT / "titles").glob("*.yaml")))


def _own(file: Read) -> Read:
    """Under an origin of the package, a file from elsewhere would remove what the package's own file holds."""
    origin = file.origin.strip().casefold()
    ours = origin == OUR_ORIGIN or origin.startswith(f"{OUR_ORIGIN}-")
    if ours and not _is_ours(file.path):
        raise BadGuidance(file.path, [f"origin: {file.origin!r} is Baken's own; choose a name of your own"])
    return file


def _is_ours(path: Path) -> bool:
    return path.resolve().is_relative_to(HERE.resolve())


def _there() -> tuple[set[str], list[str]]:
    """What was loaded last, and the codes of our rows that stand there. One query."""
    ours = Q(origin=OUR_ORIGIN) | Q(origin__startswith=f"{OUR_ORIGIN}-")
    loaded = LoadedGuidance.objects.values_list(Value("loaded"), "fingerprint")
    tables = (
        rows.filter(ours).order_by().values_list(Value(kind), "code")
        for kind, rows in (("helpline", Helpline.objects), ("item", GuidanceItem.objects))
    )
    found = set(loaded.union(*tables, all=True))
    codes = sorted(f"{kind} {code}" for kind, code in found if kind != "loaded")
    return {mark for kind, mark in found if kind == "loaded"}, codes


def _fingerprint(codes: Sequence[str]) -> str:
    """Of our files, and of the rows that came from them: a row that is missing is brought back."""
    digest = sha256("\n".join([_WAY_OF_LOADING, *codes]).encode())
    for path in (OUR_HELPLINES, *content_files(), *title_files()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _tables(files: Sequence[Read], *, locked: bool = False) -> tuple[Steps, Steps]:
    """`locked`: inside a transaction, so that nobody confirms or changes a row between this and the writing of it."""
    return _helpline_steps(files, locked=locked), _item_steps(files, locked=locked)


def _helpline_steps(files: Sequence[Read], *, locked: bool) -> Steps:
    known = (Helpline.objects.select_for_update() if locked else Helpline.objects).in_bulk()
    kept = {code for code, line in known.items() if line.confirmed}
    steps = _steps([(file, file.helplines) for file in files], known, kept, HELPLINE_FIELDS)
    lines = (line for file in files for line in file.helplines if line.code in kept)
    return replace(
        steps, write=(*steps.write, *(known[line.code] for line in lines if _new_words(known[line.code], line)))
    )


def _new_words(kept: Helpline, line: Helpline) -> bool:
    """Puts words in a language that the kept helpline has none in with it; false where there are none such."""
    new_names = {tag: words for tag, words in line.names.items() if tag not in kept.names}
    new_notes = {tag: words for tag, words in line.notes.items() if tag not in kept.notes}
    kept.names |= new_names
    kept.notes |= new_notes
    return bool(new_names or new_notes)


def _item_steps(files: Sequence[Read], *, locked: bool) -> Steps:
    rows = GuidanceItem.objects.select_for_update() if locked else GuidanceItem.objects.all()
    known = {item.code: item for item in rows} if any(file.items for file in files) else {}
    kept = {code for code, item in known.items() if item.edited}
    return _steps([(file, file.items) for file in files], known, kept, ITEM_FIELDS)


def _steps(
    parts: Sequence[tuple[Read, Sequence[Any]]], known: Mapping[str, Any], kept: set[str], fields: Sequence[str]
) -> Steps:
    steps: dict[str, tuple[str, Any]] = {}
    for file, rows in parts:
        for row in rows:
            before = steps[row.code][1] if row.code in steps else known.get(row.code)
            if before is not None and before.origin != file.origin:
                raise BadGuidance(file.path, [f"code: {row.code!r} belongs to the file of {before.origin!r}"])
            steps[row.code] = "kept" if row.code in kept else _step(row, known.get(row.code), fields), row
    origins = {file.origin for file, rows in parts if rows}
    gone = (row.code for row in known.values() if row.origin in origins and row.code not in kept)
    return Steps(
        {code: step for code, (step, _row) in steps.items()},
        tuple(row for step, row in steps.values() if step in ("added", "changed")),
        tuple(code for code in gone if code not in steps),
    )


def _step(row: Any, before: Any, fields: Sequence[str]) -> str:
    if before is None:
        return "added"
    same = all(getattr(before, field) == getattr(row, field) for field in fields)
    return "unchanged" if same else "changed"


def _write(tables: tuple[Steps, Steps]) -> None:
    lines, items = tables
    for row in (*lines.write, *items.write):
        row.save()
    Helpline.objects.filter(code__in=lines.gone).delete()
    GuidanceItem.objects.filter(code__in=items.gone).delete()


def _check_needs(files: Sequence[Read]) -> None:
    """Codes that no need has would never be found; before the needs are loaded nobody can say."""
    named = any(item.needs for file in files for item in file.items)
    known = needs_room.need_labels() if named else {}
    for file in files if known else ():
        wrong = [(item.code, need) for item in file.items for need in item.needs if need not in known]
        if wrong:
            raise BadGuidance(file.path, [f"item {code}: needs: there is no need {need!r}" for code, need in wrong])
