"""`baken pull`: sources at an address, read when they are due; what they bring is looked at, or written."""

from typing import Any

import click

from baken.cli.importing import tell
from baken.cli.indexing import build_index
from baken.cli.ready import ready
from baken.directory.feeds.pulling import PULLED, Pulled, due, sources
from baken.directory.feeds.pulling import pull as pull_source
from baken.directory.feeds.pulling import set_source as save_source


@click.command()
@click.argument("name", required=False)
@click.option("--address", help="Set or change the source NAME: where it is; nothing is pulled then.")
@click.option("--kind", type=click.Choice(PULLED), default="hsds", show_default=True, help="What it is.")
@click.option("--language", default="", help="Of its texts.")
@click.option("--mapping", default="", help="Of a table: the name of the saved mapping of its columns.")
@click.option("--every", "every_hours", default=24, show_default=True, help="Hours between two pulls.")
@click.option("--apply", is_flag=True, help="Write what it brings when nothing of it is refused; else only look.")
@click.option("--disabled", is_flag=True, help="Keep the source, and do not pull it.")
@click.option("--list", "listed", is_flag=True, help="The sources, and when each was last pulled.")
def pull(name: str | None, address: str | None, listed: bool, disabled: bool, **given: Any) -> None:
    """All sources that are due, or the one that is named."""
    ready()
    if listed:
        _list()
    elif address:
        if not name:
            raise click.UsageError("give the NAME of the source with its --address")
        save_source(name=name, address=address, enabled=not disabled, **given)
        click.echo(f"{name} is set.")
    else:
        _pull_all([name] if name else list(due()))


def _list() -> None:
    for source in sources():
        state = "" if source.enabled else ", disabled"
        last = f"{source.last_run:%Y-%m-%d %H:%M}" if source.last_run else "never"
        what = "applied" if source.apply else "looked at"
        click.echo(
            f"{source.name}: {source.kind}, every {source.every_hours} hours, {what}{state}; last pulled: {last}"
        )
        click.echo(f"  {source.address}")
        if source.problem:
            click.echo(f"  {source.problem}")


def _pull_all(names: list[str]) -> None:
    """Each by itself: one that fails does not keep the others back."""
    pulled = [_told(pull_source(name)) for name in names]
    if any(one.report and one.report.written for one in pulled):
        build_index()
    if not names:
        click.echo("No source is due.")
    if any(one.problem or (one.report and one.report.refused) for one in pulled):
        raise SystemExit(1)


def _told(pulled: Pulled) -> Pulled:
    click.echo(f"{pulled.source}:")
    if pulled.report is None:
        click.echo(f"  {pulled.problem}", err=True)
    else:
        tell(pulled.report)
    return pulled
