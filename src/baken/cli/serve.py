"""`baken serve`: the site and the API."""

import sys
from hashlib import sha256
from pathlib import Path

import click
from django.conf import settings
from django.core.management import call_command, execute_from_command_line
from django.db import connections
from django.urls import get_resolver
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from baken import __version__
from baken.cli.ready import index_ready, ready
from baken.needs import services as needs
from baken.translations.standing import rebuild_where_stale


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64))
def serve(port: int, host: str, workers: int) -> None:
    """Serves the site until stopped."""
    ready()
    index_ready(with_encoders=False)  # each worker loads its own
    needs.resume_encoding()
    run_server(port=port, host=host, workers=workers)


def run_server(*, port: int, host: str = "127.0.0.1", workers: int = 2) -> None:
    """Serves until stopped; signals reach this process directly. It keeps no log of addresses.

    Everything is imported here, once: workers are forked and find it there, which halves the time to the first page.
    """
    collect_static_files()
    rebuild_where_stale()
    click.echo(f"Baken listens on http://{host}:{port}/ (Ctrl-C stops it)")
    sys.stdout.flush()
    get_resolver().url_patterns  # noqa: B018 - reading it imports the doors
    connections.close_all()  # no worker may share one
    server = Granian(
        "baken.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=2,
        websockets=False,
        log_level=LogLevels.warning,
        log_access=False,
        workers_kill_timeout=5,
    )
    server.serve()


def collect_static_files() -> None:
    """Copies scripts, styles and icons into BAKEN_HOME/static, once per release."""
    stamp = settings.STATIC_ROOT / ".collected"
    release = _release()
    if not stamp.exists() or stamp.read_text() != release:
        call_command("collectstatic", verbosity=0, interactive=False)
        stamp.write_text(release)


def _release() -> str:
    """Changes with the version and with any static file of ours."""
    folder = Path(__file__).parents[1] / "web/static"
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    known = [(str(file.relative_to(folder)), file.stat().st_size, file.stat().st_mtime_ns) for file in files]
    return sha256(repr((__version__, known)).encode()).hexdigest()


@click.command(context_settings={"ignore_unknown_options": True}, add_help_option=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Django's own management commands, for instance: baken manage createsuperuser."""
    execute_from_command_line(["baken manage", *arguments])
