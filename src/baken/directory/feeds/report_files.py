"""A report as plain data, and as a file that people or programs read on."""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, fields
from io import StringIO
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from baken.directory.feeds.report import Counts, FeedError, FieldChange, Line, Note, Outcome, Refusal, Report, What
from baken.directory.spreadsheets import escaped

_COLUMNS: Final = ("outcome", "what", "id", "name", "row", "field", "before", "after", "message", "by", "on")


def report_data(report: Report) -> dict[str, Any]:
    """Everything a report says, fit for JSON; `report_from` reads it back."""
    said = asdict(report)
    for line in said["lines"]:
        line["id"] = str(line["id"])
    return said


def report_from(data: Mapping[str, Any]) -> Report:
    """The report that `report_data` made data of. Raises KeyError or TypeError for other data."""
    known = {column.name for column in fields(Report)}
    plain = {name: value for name, value in data.items() if name in known}
    return Report(
        **{
            **plain,
            "organisations": Counts(**data["organisations"]),
            "locations": Counts(**data["locations"]),
            "refused": tuple(Refusal(**refusal) for refusal in data["refused"]),
            "notes": tuple(Note(**note) for note in data.get("notes", ())),
            "lines": tuple(_line(line) for line in data["lines"]),
        }
    )


def _line(said: Mapping[str, Any]) -> Line:
    changes = tuple(FieldChange(**change) for change in said["changes"])
    return Line(What(said["what"]), Outcome(said["outcome"]), UUID(said["id"]), said["name"], said["row"], changes)


def write_report(report: Report, file: Path) -> None:
    """CSV or JSON, by the ending. Raises FeedError for another ending or a file that cannot be written."""
    makers = {".csv": report_csv, ".json": report_json}
    if file.suffix.lower() not in makers:
        raise FeedError(f"a report is written as .csv or .json, not as «{file.name}»")
    try:
        file.write_text(makers[file.suffix.lower()](report), encoding="utf-8", newline="")
    except OSError as problem:
        raise FeedError(f"{file} cannot be written: {problem.strerror}") from problem


def report_json(report: Report) -> str:
    return json.dumps(report_data(report), ensure_ascii=False, indent=1)


def report_csv(report: Report) -> str:
    """A line a change or refusal, formulas escaped; a byte-order mark tells spreadsheets that it is UTF-8."""
    text = StringIO()
    table = csv.writer(text)
    table.writerow(_COLUMNS)
    for row in _table(report):
        table.writerow([escaped(cell) for cell in row])
    return f"\ufeff{text.getvalue()}"


def _table(report: Report) -> Iterator[tuple[str, ...]]:
    for refusal in report.refused:
        yield ("refused", "", "", "", refusal.row, refusal.field, "", "", refusal.message, "", "")
    for note in report.notes:
        yield ("noted", "", "", "", note.row, note.field, "", note.said, "neither yes nor no: not known", "", "")
    for line in report.lines:
        named = (str(line.outcome), str(line.what), str(line.id), line.name, line.row)
        for change in line.changes or (FieldChange("", "", ""),):
            yield (*named, change.field, change.before, change.after, "", change.by, change.on)
