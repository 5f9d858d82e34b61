"""The `baken` command: sets Django up, brings the database in step, turns every failure into one clear line."""

import logging
import os
import sys
from collections.abc import Sequence

import click
import django
from django.core.exceptions import ImproperlyConfigured

from baken import __version__
from baken.cli.errors import explain

_COMMANDS = {
    "find": "find:find",
    "plan": "find:plan",
    "needs": "find:needs",
    "import": "data:import_",
    "export": "data:export",
    "index": "data:index",
    "serve": "serve:serve",
    "check": "check:check",
    "demo": "demo:demo",
    "manage": "serve:manage",
}


class _LazyGroup(click.Group):
    """Imports a command's module only when that command runs, so that the others start fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baken.config.settings")
        django.setup()
        module_name, attribute = _COMMANDS[cmd_name].split(":")
        module = __import__(f"baken.cli.{module_name}", fromlist=[attribute])
        command = getattr(module, attribute)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="baken")
def baken() -> None:
    """From a person's own words to a few doors they can really go through.

    Everything is written in the folder that BAKEN_HOME names; DATABASE_URL chooses PostgreSQL.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command and exits: 0 done, 1 failed, 2 asked wrongly. Never a traceback; details go to the log."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        baken.main(given, standalone_mode=False)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.Abort:
        click.echo("Stopped.", err=True)
        sys.exit(130)
    except click.ClickException as wrong:
        _say("usage", wrong.format_message(), given)
        sys.exit(2)
    except ImproperlyConfigured as wrong:
        _say("settings", str(wrong), given)
        sys.exit(1)
    except Exception as failure:
        explained = explain(failure)
        if not explained.expected:
            logging.getLogger("baken.cli").exception("The command failed: %s", given[:1])
        _say(explained.code, explained.message, given)
        sys.exit(explained.exit_code)


def _say(code: str, message: str, given: Sequence[str]) -> None:
    """As JSON on standard output when JSON was asked for, else one line on standard error."""
    if "--json" in given:
        import orjson

        click.echo(orjson.dumps({"error": {"code": code, "message": message}}))
    else:
        click.echo(f"baken: {message}", err=True)
