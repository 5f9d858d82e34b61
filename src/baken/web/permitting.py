"""Every view says which permission it asks for; docs/rooms/who-may-do-what.md is made from that."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from baken.accounts.permissions import PERMISSIONS, PUBLIC, Actor, may
from baken.directory import selectors as directory

View = Callable[..., HttpResponseBase]
AnyView = TypeVar("AnyView", bound=Callable[..., HttpResponseBase])
READING: Final = "directory.read"
SIGN_IN: Final = "account_login"


def actor_of(request: HttpRequest) -> Actor:
    """Who asks; looked up once for each request."""
    known: Actor | None = getattr(request, "_actor", None)
    if known is None:
        known = directory.actor_of(request.user.pk)
        request._actor = known  # type: ignore[attr-defined]
    return known


def permitted(permission: str) -> Callable[[View], View]:
    """The view is for those who have `permission`; where its address holds an `organisation_id`, for that organisation.

    Who is not signed in is led to the sign-in page and back; who is and may not, is told so (403). Raises KeyError at
    once for a permission that does not exist.
    """
    PERMISSIONS[permission]

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if may(PUBLIC, permission, kwargs.get("organisation_id")):
                return view(
                    request, *args, **kwargs
                )  # without asking who it is: the same for all, any cache may keep it
            actor = actor_of(request)
            if not may(actor, permission, kwargs.get("organisation_id")):
                if actor.signed_in:
                    raise PermissionDenied
                return redirect(f"{reverse(SIGN_IN)}?{urlencode({'next': request.get_full_path()})}")
            return view(request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return mark


def require(request: HttpRequest, permission: str, organisation_id: UUID) -> None:
    """For what only the content of a request names. Raises PermissionDenied."""
    if not may(actor_of(request), permission, organisation_id):
        raise PermissionDenied


def open_to_all(view: AnyView) -> AnyView:
    """For reading, by everybody: only says so, for the table of who may do what."""
    view.permission = READING  # type: ignore[attr-defined]
    return view


def permission_of(view: Any) -> str:
    """As `permitted` marked it; empty where a view says nothing (the test of the role table then fails)."""
    return str(getattr(view, "permission", ""))
