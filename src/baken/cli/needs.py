"""`baken needs`: the codes that a question may name."""

import click

from baken.cli.output import say_json
from baken.cli.ready import ready
from baken.needs import selectors as needs_room
from baken.plans.asking import language_from


@click.command()
@click.option("--language", "-l", default="en", help="Labels in this language.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def needs(language: str, as_json: bool) -> None:
    """The needs that Baken knows, by domain."""
    ready()
    domains = needs_room.need_cards(language_from(language) or "en")
    if as_json:
        say_json(
            [
                {"code": need.code, "label": need.label.text, "domain": domain.code}
                for domain in domains
                for need in domain.needs
            ]
        )
        return
    for domain in domains:
        click.echo(domain.label.text)
        for need in domain.needs:
            click.echo(f"  {need.code:<24} {need.label.text}")
