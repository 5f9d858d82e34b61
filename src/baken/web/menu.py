"""Where those who keep the directory true find their work."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy

from baken.accounts.permissions import Actor, may
from baken.web.permitting import actor_of


@dataclass(frozen=True, slots=True)
class MenuItem:
    """`here`: the page that is shown, or one below it."""

    title: str
    address: str
    here: bool


# The permission, the name of the page, what it is called.
_PAGES: Final[tuple[tuple[str, str, Any], ...]] = (
    ("quality.read", "city", gettext_lazy("The whole landscape")),
    ("desk.use", "desk", gettext_lazy("My organisations")),
    ("suggestion.moderate", "suggestions", gettext_lazy("What readers say")),
    ("guidance.edit", "city-guidance", gettext_lazy("Good to know")),
    ("feed.import", "city_imports", gettext_lazy("Imports")),
    ("translation.review", "translation-work", gettext_lazy("Texts to review")),
    ("account.own", "account", gettext_lazy("Your account")),
)
_WORKPLACES: Final = ("city", "desk", "translation-work")


def menu_of(request: HttpRequest) -> tuple[MenuItem, ...]:
    """The pages that this person may open; none for who is not signed in."""
    actor = actor_of(request)
    if not actor.signed_in:
        return ()
    pages = [(str(title), reverse(name)) for permission, name, title in _PAGES if may(actor, permission)]
    here = _nearest(request.path, (address for _title, address in pages))
    return tuple(MenuItem(title, address, address == here) for title, address in pages)


def first_page(actor: Actor) -> str:
    """A coordinator begins at the queues, an editor at the desk, a reviewer at the texts, others at the account."""
    allowed = (name for permission, name, _title in _PAGES if name in _WORKPLACES and may(actor, permission))
    return reverse(next(allowed, "account"))


def _nearest(path: str, addresses: Iterable[str]) -> str:
    return max((address for address in addresses if path.startswith(address)), key=len, default="")
