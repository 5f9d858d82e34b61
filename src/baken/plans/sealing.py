"""A plan that fits in a link: encrypted with the server's key, expiring, stored nowhere.

The link holds which doors and which needs, never the person's words nor anything about the person. Who runs the
server can read a link that is brought to it; nobody else can, and without the link there is nothing to read.
"""

import zlib
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import orjson
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

MAX_TOKEN_CHARACTERS = 4000


class LinkError(ValueError):
    """The link cannot be opened: it expired, was cut off while copying, or was made by another server."""


@dataclass(frozen=True, slots=True)
class SealedStep:
    service_id: UUID
    site_id: UUID | None
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SealedPlan:
    language: str
    made_on: date
    steps: tuple[SealedStep, ...]


def seal(plan: SealedPlan, *, now: datetime) -> str:
    """A URL-safe token; it opens for BAKEN_PLAN_LINK_DAYS after `now` (aware)."""
    packed = orjson.dumps(
        [
            plan.language,
            plan.made_on.isoformat(),
            [[step.service_id.hex, step.site_id.hex if step.site_id else "", *step.needs] for step in plan.steps],
        ]
    )
    return _cipher().encrypt_at_time(zlib.compress(packed, 9), int(now.timestamp())).decode().rstrip("=")


def unseal(token: str, *, now: datetime) -> SealedPlan:
    """Raises LinkError when the token is garbled, foreign or expired."""
    if len(token) > MAX_TOKEN_CHARACTERS:
        raise LinkError("This link is not whole. Scan the code again or ask for a new plan.")
    padded = token + "=" * (-len(token) % 4)
    lifetime = timedelta(days=settings.BAKEN_PLAN_LINK_DAYS)
    try:
        packed = _cipher().decrypt_at_time(padded.encode(), int(lifetime.total_seconds()), int(now.timestamp()))
    except (InvalidToken, UnicodeEncodeError) as error:
        raise LinkError("This link has expired or is not whole. Ask for a new plan.") from error
    return _parse(zlib.decompress(packed))


def expires_on(*, now: datetime) -> date:
    return (now + timedelta(days=settings.BAKEN_PLAN_LINK_DAYS)).astimezone(UTC).date()


def _parse(packed: bytes) -> SealedPlan:
    """What our own key sealed is well-formed, so no further checks."""
    language, made_on, steps = orjson.loads(packed)
    return SealedPlan(
        language=language,
        made_on=date.fromisoformat(made_on),
        steps=tuple(
            SealedStep(UUID(service), UUID(site) if site else None, tuple(needs)) for service, site, *needs in steps
        ),
    )


def _cipher() -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"baken plan link 1")
    return Fernet(urlsafe_b64encode(derived.derive(settings.SECRET_KEY.encode())))
