"""`baken duplicates`: candidate pairs for somebody to look at; nothing is merged."""

import click

from baken.cli.ready import ready
from baken.directory.duplicates.finding import KINDS, find_duplicates


@click.command()
@click.option("--kind", "kinds", multiple=True, type=click.Choice(list(KINDS)), help="Only these; may be repeated.")
def duplicates(kinds: tuple[str, ...]) -> None:
    """Looks for organisations, sites and services that are there twice. Coordinators see the pairs in their pages."""
    ready()
    for kind in kinds or KINDS:
        found = find_duplicates(KINDS[kind])
        click.echo(f"{kind}: {found.compared} compared, {found.open} pairs to look at, {found.new} of them new")
