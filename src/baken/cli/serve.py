"""`baken serve`: the site and the API."""

import os
import sys

import click
from django.conf import settings
from django.core.management import call_command, execute_from_command_line

from baken import __version__
from baken.cli.ready import ready


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64))
def serve(port: int, host: str, workers: int) -> None:
    """Serves the site until stopped."""
    ready()
    run_server(port=port, host=host, workers=workers)


def run_server(*, port: int, host: str = "127.0.0.1", workers: int = 2) -> None:
    """Blocks until the server stops."""
    collect_static_files()
    click.echo(f"Baken listens on http://{host}:{port}/ (Ctrl-C stops it)")
    sys.stdout.flush()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    command += ["--workers", str(workers), "--blocking-threads", "2", "--no-ws", "--log-level", "warning"]
    os.execv(sys.executable, [*command, "baken.config.wsgi:application"])


def collect_static_files() -> None:
    """Copies scripts, styles and icons into BAKEN_HOME/static, once per release."""
    stamp = settings.STATIC_ROOT / f".collected-{__version__}"
    if not stamp.exists() or settings.DEBUG:
        call_command("collectstatic", verbosity=0, interactive=False)
        stamp.touch()


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Django's own management commands, for instance: baken manage createsuperuser."""
    execute_from_command_line(["baken manage", *arguments])
