"""Links in mails: signed, expiring, for one purpose. What may be used once is spent in the shared cache."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from django.conf import settings
from django.core import signing
from django.core.cache import cache

from baken.accounts.models import User

_SIGN_IN: Final = "baken.accounts.sign-in"


class LinkProblem(ValueError):
    """The link cannot be used."""


class LinkExpired(LinkProblem):
    """It is older than it may be."""


class LinkUsed(LinkProblem):
    """It was used before, or something has happened since that makes it useless."""


@dataclass(frozen=True, slots=True)
class SignInLink:
    """`onward`: the page of ours that was asked for; empty for none."""

    user: User
    onward: str


def seal(purpose: str, content: dict[str, Any]) -> str:
    """A token for an address, readable only for the same purpose."""
    return signing.dumps(content, salt=purpose, compress=True)


def unseal(purpose: str, token: str, *, seconds: int) -> dict[str, Any]:
    """What was sealed. Raises LinkExpired, LinkProblem."""
    try:
        content = signing.loads(token, salt=purpose, max_age=seconds)
    except signing.SignatureExpired as problem:
        raise LinkExpired("the link has expired") from problem
    except (signing.BadSignature, ValueError) as problem:
        raise LinkProblem("the link is not one of ours") from problem
    if not isinstance(content, dict):
        raise LinkProblem("the link is not one of ours")
    return content


def spend(token: str, *, seconds: int) -> None:
    """Once only. Raises LinkUsed for the second who comes, also when both come at the same moment."""
    if not cache.add(_spent_key(token), True, timeout=seconds):
        raise LinkUsed("the link has been used")


def is_spent(token: str) -> bool:
    return bool(cache.get(_spent_key(token)))


def sign_in_token(*, email: str, onward: str = "") -> str | None:
    """A token that signs in the account with this address; None where there is none, or it is closed."""
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    return None if user is None else seal(_SIGN_IN, {"user": user.pk, "last": _last(user), "onward": onward})


def read_sign_in(token: str) -> SignInLink:
    """Changes nothing: mail scanners follow links too. Raises LinkProblem.

    A sign-in by any way makes all earlier links useless.
    """
    content = unseal(_SIGN_IN, token, seconds=sign_in_seconds())
    user = User.objects.filter(pk=content["user"], is_active=True).first()
    if user is None:
        raise LinkProblem("the account is closed")
    if content["last"] != _last(user) or is_spent(token):
        raise LinkUsed("the link has been used")
    return SignInLink(user, str(content["onward"]))


def spend_sign_in(token: str) -> SignInLink:
    """The one time that the link counts. Raises LinkProblem."""
    link = read_sign_in(token)
    spend(token, seconds=sign_in_seconds())
    return link


def sign_in_seconds() -> int:
    return int(settings.BAKEN_SIGN_IN_MINUTES) * 60


def _spent_key(token: str) -> str:
    return "spent-link:" + sha256(token.encode()).hexdigest()


def _last(user: User) -> str:
    return user.last_login.isoformat() if user.last_login else ""
