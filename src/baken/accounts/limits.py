"""How often something may be asked. Who asks is kept for a day at most, and only as a digest that cannot be undone."""

import secrets
from hashlib import sha256
from typing import Final

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

_TWO_DAYS: Final = 172_800


def mark_of(address: str) -> str:
    """A mark that stands for a network address today: tomorrow's is another, and no address can be read from it."""
    day = timezone.localdate().isoformat()
    salt = cache.get_or_set(f"salt-of:{day}", lambda: secrets.token_hex(16), timeout=_TWO_DAYS)
    return sha256(f"{salt}:{address}".encode()).hexdigest()[:32]


def within(action: str, key: str, *, times: int, seconds: int) -> bool:
    """Counts one more; whether that is still within so many times in so many seconds from the first.

    Two at the very same moment may count as one: a limit, not a lock.
    """
    place, now = f"limit:{action}:{sha256(key.encode()).hexdigest()}", timezone.now().timestamp()
    count, ends = cache.get(place) or (0, now + seconds)
    cache.set(place, (count + 1, ends), timeout=max(1, int(ends - now)))
    return bool(count < times)


def forget_ended() -> int:
    """Removes counts and marks whose time is over, which the cache itself would only do when it is full."""
    table = settings.CACHES["default"]["LOCATION"]
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)} WHERE expires < %s", [_now()])
        return int(cursor.rowcount)


def _now() -> object:
    """As the cache writes it."""
    return connection.ops.adapt_datetimefield_value(timezone.now().replace(microsecond=0))
