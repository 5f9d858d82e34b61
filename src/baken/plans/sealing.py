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
_NOWHERE = UUID(int=0)


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
    return _cipher().encrypt_at_time(_packed(plan), int(now.timestamp())).decode().rstrip("=")


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
    return _unpacked(packed)


def expires_on(*, now: datetime) -> date:
    return (now + timedelta(days=settings.BAKEN_PLAN_LINK_DAYS)).astimezone(UTC).date()


def _packed(plan: SealedPlan) -> bytes:
    """How many steps, 32 bytes a step (service, place), then the words, squeezed: short enough for a printed code."""
    ids = b"".join(step.service_id.bytes + (step.site_id or _NOWHERE).bytes for step in plan.steps)
    words = [plan.language, plan.made_on.isoformat(), [" ".join(step.needs) for step in plan.steps]]
    return bytes([len(plan.steps)]) + ids + zlib.compress(orjson.dumps(words), 9)


def _unpacked(packed: bytes) -> SealedPlan:
    """What our own key sealed is well-formed, so no further checks."""
    end = 1 + 32 * packed[0]
    ids = [UUID(bytes=packed[at : at + 16]) for at in range(1, end, 16)]
    language, made_on, needs = orjson.loads(zlib.decompress(packed[end:]))
    return SealedPlan(
        language=language,
        made_on=date.fromisoformat(made_on),
        steps=tuple(
            SealedStep(service, None if site == _NOWHERE else site, tuple(codes.split()))
            for service, site, codes in zip(ids[::2], ids[1::2], needs, strict=True)
        ),
    )


def _cipher() -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"baken plan link 1")
    return Fernet(urlsafe_b64encode(derived.derive(settings.SECRET_KEY.encode())))
