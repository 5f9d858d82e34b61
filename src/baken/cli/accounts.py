"""`baken account`: the first accounts of a deployment, and who has which role."""

from uuid import UUID

import click
from django.conf import settings

from baken.accounts import selectors, services
from baken.accounts.roles import Role
from baken.cli.ready import ready
from baken.directory import inviting
from baken.directory import selectors as directory


class NoSuchOrganisation(ValueError):
    """No organisation has that id."""


@click.group()
def account() -> None:
    """Accounts of people who keep the directory up to date."""


@account.command("add")
@click.argument("email")
@click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice([str(role) for role in Role if role != Role.REVIEWER]),
    help="As often as needed.",
)
@click.option("--organisation", "organisations", multiple=True, type=click.UUID, help="Id of one this person edits.")
@click.option(
    "--reviews",
    multiple=True,
    type=click.Choice([code for code, _ in settings.LANGUAGES]),
    help="A language to review.",
)
@click.option("--language", default="", help="Of the mails to this person.")
def add(
    email: str, roles: tuple[str, ...], organisations: tuple[UUID, ...], reviews: tuple[str, ...], language: str
) -> None:
    """An account for EMAIL, or more roles for one that exists. It signs in by mail: no password."""
    ready()
    for organisation_id in organisations:
        if directory.organisation_name(organisation_id) is None:
            raise NoSuchOrganisation(f"there is no organisation {organisation_id}")
    user = services.account_for(email=email, language=language)
    for role in roles:
        services.grant_role(user_id=user.pk, role=Role(role))
    for reviewed in reviews:
        services.grant_role(user_id=user.pk, role=Role.REVIEWER, language=reviewed)
    for organisation_id in organisations:
        inviting.add_editor(organisation_id=organisation_id, user_id=user.pk)
    also = f"; edits {len(organisations)} more" if organisations else ""
    also += f"; reviews {', '.join(reviews)}" if reviews else ""
    click.echo(
        f"{user.email}: {', '.join(roles) or 'no role'}{also}. Sign in at /{settings.LANGUAGE_CODE}/account/login/"
    )


@account.command("list")
def list_() -> None:
    """Every account with its roles."""
    ready()
    for card in selectors.account_cards():
        words = ", ".join(sorted(card.roles)) or "no role"
        click.echo(f"{card.email:<40} {words}{'' if card.active else ' (closed)'}")
