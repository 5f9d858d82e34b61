"""`baken roles`: who may do what, and which address asks for which permission; made from the code itself.

docs/rooms/who-may-do-what.md is what this prints; a test compares both, and asks every address as every role.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import click
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern, RoutePattern

from baken.accounts.permissions import PUBLIC, Actor, may, permission_names
from baken.accounts.roles import Role

_OURS, _OTHER = UUID(int=1), UUID(int=2)

# Who is asked about, as columns: the organisation in question is `_OURS`.
PEOPLE: Final[Mapping[str, Actor]] = {
    "public": PUBLIC,
    "account without a role": Actor(1),
    "editor of it": Actor(1, organisations=frozenset({_OURS})),
    "editor of another": Actor(1, organisations=frozenset({_OTHER})),
    **{str(role): Actor(1, roles=frozenset({role})) for role in Role},
}

# Views of others, which cannot carry a mark: the first beginning that fits.
_OF_OTHERS: Final = (
    ("{language}/admin/logout/", "account.enter"),
    ("{language}/admin/", "admin.use"),
    ("api/", "directory.read"),
)


@dataclass(frozen=True, slots=True)
class Address:
    """`route` as Django writes it, `{language}/` for the prefix; `permission` empty where nothing says it."""

    route: str
    permission: str
    view: Any
    patterns: tuple[Any, ...]


def addresses() -> tuple[Address, ...]:
    """Every address of the site, in the order in which they are tried."""
    return tuple(_walked(get_resolver().url_patterns, ()))


def _walked(patterns: list[Any], above: tuple[Any, ...]) -> Iterator[Address]:
    for entry in patterns:
        way = (*above, entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walked(entry.url_patterns, way)
        elif isinstance(entry, URLPattern):
            route = "".join(_written(pattern) for pattern in way)
            yield Address(route, _permission(route, entry.callback), entry.callback, way)


def _written(pattern: Any) -> str:
    if isinstance(pattern, LocalePrefixPattern):
        return "{language}/"
    if isinstance(pattern, RoutePattern):
        return str(pattern)
    open_ended = "" if str(pattern).endswith(("$", r"\Z")) or str(pattern) == "" else "…"
    return (
        re.sub(r"\(\?P(<\w+>)(?:[^()]|\([^()]*\))*\)", r"\1", str(pattern)).strip("^$").replace(r"\Z", "") + open_ended
    )


def _permission(route: str, view: Any) -> str:
    marked = str(getattr(view, "permission", ""))
    return marked or next((permission for start, permission in _OF_OTHERS if route.startswith(start)), "")


def table() -> str:
    """The page of the docs, in Markdown."""
    return "\n".join([*_who(), "", *_where(), ""])


def _who() -> Iterator[str]:
    yield "# Who may do what"
    yield ""
    yield "Made by `./baken roles` from `accounts/permissions.py` and the addresses of the site. A test compares both,"
    yield "and asks every address as every role. «it»: the organisation that the address names."
    yield ""
    yield f"| permission | {' | '.join(PEOPLE)} |"
    yield "| --- " * (len(PEOPLE) + 1) + "|"
    for name in permission_names():
        ticks = ("yes" if may(actor, name, _OURS) else "" for actor in PEOPLE.values())
        yield f"| `{name}` | {' | '.join(ticks)} |"


def _where() -> Iterator[str]:
    yield "## Which address asks for which permission"
    yield ""
    yield "Who is not signed in is led to the sign-in page and back; who is and may not, is told so (403). Static files"
    yield "are for everybody. Everything under `{language}/admin/` that is not named asks for `admin.use`."
    yield ""
    yield "| address | permission |"
    yield "| --- | --- |"
    for route, permission in _shown():
        yield f"| `/{route}` | `{permission}` |"


def _shown() -> Iterator[tuple[str, str]]:
    """The admin is one line: its addresses follow from its tables."""
    admin_shown = False
    for address in sorted(addresses(), key=lambda each: each.route):
        inside = address.route.startswith("{language}/admin/") and address.permission == "admin.use"
        if not inside:
            yield address.route, address.permission
        elif not admin_shown:
            admin_shown = True
            yield "{language}/admin/…", address.permission


@click.command()
def roles() -> None:
    """Prints the page «who may do what»."""
    click.echo(table(), nl=False)
