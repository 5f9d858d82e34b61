"""`baken find`, `baken plan`, `baken needs`: a question in, doors or a plan out."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import orjson
from django.conf import settings
from django.utils import timezone
from rich.console import Console

from baken.cli.ready import ready
from baken.cli.show import show_findings, show_plan
from baken.needs import selectors as needs_room
from baken.plans import paper, records, selectors
from baken.plans.asking import AskError, question_from
from baken.plans.kinds import Question


def _question_options(command: Any) -> Any:
    for option in reversed(
        [
            click.argument("words", required=False, default=""),
            click.option("--language", "-l", default="", help="Answer in this language (default: that of the words)."),
            click.option("--near", default="", metavar="LAT,LON", help="Where the person is."),
            click.option("--at", default="", metavar="ISO", help="For when, e.g. 2026-11-23T14:00 (default: now)."),
            click.option("--person", default="", metavar="age=..,papers=..", help="What is known about the person."),
            click.option("--need", "needs", multiple=True, metavar="CODE", help="A need by its code; may be repeated."),
            click.option("--limit", default="10", help="At most so many doors."),
            click.option("--json", "as_json", is_flag=True, help="As JSON."),
        ]
    ):
        command = option(command)
    return command


@click.command()
@_question_options
@click.option("--all", "include_no", is_flag=True, help="Also the doors that would say no.")
@click.option("--batch", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="JSONL of questions.")
def find(batch: Path | None, as_json: bool, include_no: bool, **fields: Any) -> None:
    """Doors for WORDS, best first, each with its reasons."""
    ready()
    if batch is not None:
        for line in _answers(batch):
            click.echo(line)
        return
    findings = selectors.find_for(_question({**fields, "all": include_no}))
    if as_json:
        click.echo(orjson.dumps(records.findings_record(findings)))
    else:
        show_findings(Console(), findings)


@click.command()
@_question_options
@click.option("--pdf", type=click.Path(dir_okay=False, writable=True, path_type=Path), help="Write the plan as a PDF.")
def plan(as_json: bool, pdf: Path | None, **fields: Any) -> None:
    """A plan for WORDS: few places, in the order to go."""
    ready()
    sheet = selectors.plan_for(_question(fields))
    if pdf is not None:
        pdf.write_bytes(paper.plan_pdf(sheet, local_language=settings.BAKEN_LOCAL_LANGUAGE, now=timezone.now()))
    if as_json:
        click.echo(orjson.dumps(records.plan_record(sheet)))
    else:
        show_plan(Console(), sheet)
        if pdf is not None:
            click.echo(f"\nThe plan on paper: {pdf}")


@click.command()
@click.option("--language", "-l", default="en", help="Labels in this language.")
def needs(language: str) -> None:
    """The needs that Baken knows, by domain."""
    ready()
    for domain in needs_room.need_cards(language):
        click.echo(domain.label.text)
        for need in domain.needs:
            click.echo(f"  {need.code:<24} {need.label.text}")


def _question(fields: dict[str, Any]) -> Question:
    person = _pairs(fields.pop("person"))
    return question_from({**fields, "person": person}, now=timezone.now())


def _pairs(text: str) -> dict[str, str]:
    """`age=52,papers=no-papers` as a mapping."""
    pairs = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, equals, value = part.partition("=")
        if not equals:
            raise AskError("person", f"{part!r} is not name=value, for instance age=52,papers=no-papers")
        pairs[name.strip()] = value.strip()
    return pairs


def _answers(batch: Path) -> Iterator[bytes]:
    """One JSON line per question, in order; a line that cannot be read gets an error line of its own."""
    with batch.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            yield orjson.dumps(_answer(number, line))


def _answer(number: int, line: bytes) -> dict[str, Any]:
    try:
        fields = orjson.loads(line)
        if not isinstance(fields, dict):
            raise AskError("line", 'must be an object such as {"words": "…"}')
        question = question_from(fields, now=timezone.now())
    except orjson.JSONDecodeError as error:
        return {"error": {"code": "bad-json", "message": f"line {number}: {error}"}}
    except AskError as error:
        return {"error": {"code": "bad-question", "message": f"line {number}: {error}"}}
    return records.findings_record(selectors.find_for(question))
