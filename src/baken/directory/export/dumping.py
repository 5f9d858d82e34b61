"""The public dump: everything, once a night, in a folder per date; `latest` always is a whole one."""

import shutil
from datetime import date
from pathlib import Path
from tempfile import mkdtemp

from baken.directory.export import Exported, ExportError, export_hsds

LATEST = "latest"


def write_dump(*, folder: Path, day: date, keep_days: int) -> Exported:
    """Writes `<folder>/<day>/` and points `latest` there; of older ones the newest `keep_days` stay.

    Raises ExportError.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        beside = Path(mkdtemp(prefix=".dump-", dir=folder))
    except OSError as problem:
        raise ExportError(f"{folder} cannot be written: {problem.strerror}") from problem
    try:
        exported = export_hsds(folder=beside)
        beside.chmod(0o755)
        _put_in_place(beside, folder / day.isoformat())
        _point_to(folder, day)
        for old in dumps(folder)[max(1, keep_days) :]:
            shutil.rmtree(folder / old)
    except OSError as problem:
        raise ExportError(f"{folder} cannot be written: {problem.strerror}") from problem
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return exported


def dumps(folder: Path) -> list[str]:
    """Dates of which there is a dump, the newest first."""
    found = [path.name for path in folder.iterdir() if path.is_dir()] if folder.is_dir() else []
    return sorted((name for name in found if _is_date(name)), reverse=True)


def files_of(folder: Path, name: str) -> list[Path]:
    """Of one dump, relative to it, in order."""
    whole = folder / name
    return sorted(file.relative_to(whole) for file in whole.rglob("*") if file.is_file())


def _is_date(name: str) -> bool:
    try:
        return date.fromisoformat(name).isoformat() == name
    except ValueError:
        return False


def _put_in_place(written: Path, target: Path) -> None:
    """A second dump of a day takes the place of the first."""
    if target.exists():
        shutil.rmtree(target)
    written.rename(target)


def _point_to(folder: Path, day: date) -> None:
    """Swapped whole, so that nobody finds it missing."""
    link = folder / f".{LATEST}"
    link.unlink(missing_ok=True)
    link.symlink_to(day.isoformat())
    link.replace(folder / LATEST)
