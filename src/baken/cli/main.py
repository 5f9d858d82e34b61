"""The `baken` command: sets Django up for the command that was asked, turns every failure into one clear line."""

import logging
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final

import click

from baken import __version__


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a command stands, and its line in `baken --help`, which so needs no import of it."""

    module: str
    attribute: str
    summary: str


_COMMANDS: Final = {
    "find": _Place("find", "find", "Doors for WORDS, best first, each with its reasons."),
    "plan": _Place("find", "plan", "A plan for WORDS: few places, in the order to go."),
    "booklet": _Place("booklet", "booklet", "The doors of a neighbourhood as a PDF, for a counter."),
    "reach": _Place("reach", "reach", "How far one comes on foot and by public transport."),
    "needs": _Place("needs", "needs", "The needs that Baken knows, by domain."),
    "import": _Place("data", "import_", "Services, timetables or guidance from files."),
    "pull": _Place("pull", "pull", "Reads the sources that are due from their addresses."),
    "duplicates": _Place("duplicates", "duplicates", "Looks for entries that are there twice."),
    "export": _Place("data", "export", "Data out, for other systems."),
    "dump": _Place("dump", "dump", "Writes the public dump that the site serves at /dump/."),
    "index": _Place("data", "index", "Builds the index of words; only changed texts are read again."),
    "account": _Place("accounts", "account", "Accounts of people who keep the directory up to date."),
    "remind": _Place("remind", "remind", "Mails editors what has to be confirmed; for a daily timer."),
    "roles": _Place("roles", "roles", "Who may do what, and which address asks for which permission."),
    "translations": _Place("translations", "translations", "The words of each language, and what people said of them."),
    "serve": _Place("serve", "serve", "Serves the site and the API until stopped."),
    "check": _Place("check", "check", "Says whether everything is in place; exit code 1 when not."),
    "release-notes": _Place("release_notes", "release_notes", "Which urgent texts no person has reviewed."),
    "demo": _Place("demo", "demo", "Loads the invented town, prints one plan, serves the site."),
    "manage": _Place("serve", "manage", "Django's own management commands."),
}


class _LazyGroup(click.Group):
    """Imports Django and a command's module only when that command runs, so that the others start fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if (place := _COMMANDS.get(cmd_name)) is None:
            return None
        if cmd_name == "serve":
            # each worker answers several questions at once; threads of the matrix library would only spin against each
            # other, and it reads this when it is loaded
            os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        _set_django_up()
        command = getattr(import_module(f"baken.cli.{place.module}"), place.attribute)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, place.summary) for name, place in _COMMANDS.items()])


class SettingsProblem(Exception):
    """A setting of the environment cannot be used; the message names it."""


def _set_django_up() -> None:
    """Raises SettingsProblem, or OSError where BAKEN_HOME cannot be written."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baken.config.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except (ImproperlyConfigured, ValueError) as wrong:
        raise SettingsProblem(str(wrong)) from wrong


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="baken")
def baken() -> None:
    """From a person's own words to a few doors they can really go through.

    Everything is written in the folder that BAKEN_HOME names; DATABASE_URL chooses PostgreSQL.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command and exits: 0 done, 1 failed, 2 asked wrongly. Never a traceback; details go to the log."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    logging.raiseExceptions = False  # a log that cannot be written is no reason for a traceback either
    try:
        sys.exit(_run(given or ["--help"]))
    except click.Abort:
        click.echo("Stopped.", err=True)
        sys.exit(130)
    except click.ClickException as wrong:
        _say("usage", " ".join(wrong.format_message().split()), given)
        sys.exit(2)
    except SettingsProblem as wrong:
        _say("settings", str(wrong), given)
        sys.exit(1)
    except Exception as failure:
        from baken.cli.errors import explain

        explained = explain(failure)
        if not explained.expected:
            logging.getLogger("baken.cli").exception("The command failed: %s", given[:1])
        _say(explained.code, explained.message, given)
        sys.exit(explained.exit_code)


def _run(given: Sequence[str]) -> Any:
    """What the command exits with: click gives the code of an early exit, and None where the command ran through."""
    return baken.main(list(given), prog_name="baken", standalone_mode=False)


def _say(code: str, message: str, given: Sequence[str]) -> None:
    """As JSON on standard output when JSON was asked for, else one line on standard error."""
    if "--json" in given:
        from baken.cli.output import say_json

        say_json({"error": {"code": code, "message": message}})
    else:
        click.echo(f"baken: {message}", err=True)
