"""`baken find` and `baken plan`: a question in, doors or a plan out."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import click
import orjson
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from rich.console import Console

from baken.cli.output import say_json
from baken.cli.ready import index_ready, ready
from baken.cli.show import show_findings, show_plan
from baken.plans import records, sealing, selectors
from baken.plans.asking import AskError, question_from
from baken.plans.kinds import PlanSheet
from baken.plans.texting import MOST_MESSAGES, plan_message

Fields = dict[str, Any]


def _question_options(command: Any) -> Any:
    for option in reversed(
        [
            click.argument("words", required=False, default=""),
            click.option("--language", "-l", default="", help="Answer in this language (default: that of the words)."),
            click.option("--near", default="", metavar="LAT,LON", help="Where the person is."),
            click.option("--at", default="", metavar="ISO", help="For when, e.g. 2026-11-23T14:00 (default: now)."),
            click.option("--at-opening", is_flag=True, help="Ways that arrive when a door opens."),
            click.option("--person", default="", metavar="age=..,papers=..", help="What is known about the person."),
            click.option("--need", "needs", multiple=True, metavar="CODE", help="A need by its code; may be repeated."),
            click.option("--limit", default="10", help="At most so many doors.", show_default=True),
            click.option(
                "--seed", default="", metavar="NUMBER", help="Of an earlier answer, for the same order again."
            ),
            click.option("--json", "as_json", is_flag=True, help="As JSON."),
        ]
    ):
        command = option(command)
    return command


class _Lines(click.File):
    """A file of questions, or a pipe; a folder is told what to give instead."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if isinstance(value, str) and Path(value).is_dir():
            self.fail(f"{value!r} is a folder and not a file; give one file of questions in it", param, ctx)
        return super().convert(value, param, ctx)


@click.command()
@_question_options
@click.option("--all", "all", is_flag=True, help="Also the doors that would say no.")
@click.option("--batch", type=_Lines("rb"), metavar="FILE", help="Questions as JSON, one a line; - is the input.")
def find(batch: BinaryIO | None, as_json: bool, **given: Any) -> None:
    """Doors for WORDS, best first, each with its reasons."""
    fields = _fields(given)
    ready()
    if batch is not None:
        _answer_batch(batch, fields)
        return
    question = question_from(fields, now=timezone.now())
    index_ready()
    findings = selectors.find_for(question)
    if as_json:
        say_json(records.findings_record(findings))
    else:
        show_findings(Console(), findings)


@click.command()
@_question_options
@click.option(
    "--pdf",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the plan as a PDF; with the site's address in BAKEN_SITE_URL, also with a QR code that opens it.",
)
@click.option("--receipt", is_flag=True, help="The PDF for a roll of 80 mm instead of A4.")
@click.option("--sms", is_flag=True, help="Only the first door, as a text message.")
def plan(as_json: bool, pdf: Path | None, receipt: bool, sms: bool, **given: Any) -> None:
    """A plan for WORDS: few places, in the order to go."""
    ready()
    question = question_from(_fields(given), now=timezone.now())
    index_ready()
    sheet = selectors.plan_for(question)
    if pdf is not None:
        pdf.write_bytes(_paper(sheet, receipt=receipt))
        if not settings.BAKEN_SITE_URL:
            click.echo("The paper has no QR code: set BAKEN_SITE_URL to the address of the site.", err=True)
    if as_json:
        say_json(records.plan_record(sheet))
        return
    if sms:
        _say_message(sheet)
        return
    show_plan(Console(), sheet)
    if pdf is not None:
        click.echo(f"\nThe plan on paper: {pdf}")


def _say_message(sheet: PlanSheet) -> None:
    """The text alone on standard output; what it takes on the other."""
    message = plan_message(sheet, sheet.findings.question.language, address=settings.BAKEN_SITE_URL)
    if message is None:
        raise click.ClickException("this plan has no door to send")
    click.echo(message.text)
    letters = "UCS-2" if message.wide else "GSM-7"
    click.echo(f"{message.messages} of at most {MOST_MESSAGES} messages ({letters})", err=True)


def _paper(sheet: PlanSheet, *, receipt: bool) -> bytes:
    """With a code that opens the plan, where the site has an address."""
    from baken.plans.paper import plan_pdf, receipt_pdf  # typst and the fonts: only for who prints

    language = sheet.findings.question.language
    address = ""
    if settings.BAKEN_SITE_URL:
        with override(language):
            token = sealing.seal(selectors.sealed(sheet), now=timezone.now())
            address = settings.BAKEN_SITE_URL.rstrip("/") + reverse("kept-plan", args=[token])
    make = receipt_pdf if receipt else plan_pdf
    return make(sheet, languages=(language, settings.BAKEN_LOCAL_LANGUAGE), address=address)


def _fields(given: Fields) -> Fields:
    """What was given, as the fields of a question."""
    fields = {**given, "needs": list(given["needs"]), "person": _pairs(given["person"])}
    return {name: value for name, value in fields.items() if value not in ("", [], {}, False)}


def _pairs(text: str) -> dict[str, str]:
    """`age=52,papers=no-papers` as a mapping."""
    pairs: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, equals, value = (piece.strip() for piece in part.partition("="))
        if not equals:
            raise AskError("person", f"{part!r} is not name=value, for instance age=52,papers=no-papers")
        if name in pairs:
            raise AskError(f"person.{name}", "is given twice")
        pairs[name] = value
    return pairs


def _answer_batch(lines: Iterable[bytes], defaults: Fields) -> None:
    """One JSON line per question, in order. Exit code 1 when a line could not be answered; all others are."""
    if "words" in defaults:
        raise click.UsageError("give the words in the file, or without --batch; not both")
    index_ready()
    refused = 0
    for answer in _answers(lines, defaults):
        refused += "error" in answer
        say_json(answer)
    if refused:
        click.echo(f"baken: {refused} of the lines could not be answered", err=True)
        raise SystemExit(1)


def _answers(lines: Iterable[bytes], defaults: Fields) -> Iterator[Fields]:
    for number, line in enumerate(lines, start=1):
        text = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if text.strip():
            yield _answer(number, text, defaults)


def _answer(number: int, line: bytes, defaults: Fields) -> Fields:
    """A line that cannot be read or answered gets an error with its number."""
    try:
        fields = orjson.loads(line)
        if not isinstance(fields, Mapping):
            raise AskError("line", 'must be an object such as {"words": "…"}')
        question = question_from({**defaults, **fields}, now=timezone.now())
    except orjson.JSONDecodeError as error:
        return {"error": {"code": "bad-json", "message": f"line {number}: {error}"}}
    except AskError as error:
        return {"error": {"code": "bad-question", "message": f"line {number}: {error}"}}
    return records.findings_record(selectors.find_for(question))
