"""Requests that were refused before we read them: too large, too many fields, for another site.

Any stranger can send them without end. Written down in full, they would push our own failures out of the log.
"""

import logging
from time import monotonic
from typing import Final

_REFUSALS: Final = "django.security."
_SECONDS_BETWEEN: Final = 60


class SayRefusalsShortly(logging.Filter):
    """One short warning a minute for each kind, without what was sent and without the place in the code."""

    def __init__(self) -> None:
        super().__init__()
        self._said: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        if not record.name.startswith(_REFUSALS):
            return True
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        record.msg, record.args = "A request was refused", ()
        record.exc_info = record.exc_text = None
        return logging.getLogger().isEnabledFor(logging.WARNING) and self._is_due(record.name)

    def _is_due(self, kind: str) -> bool:
        now = monotonic()
        if now - self._said.get(kind, -_SECONDS_BETWEEN) < _SECONDS_BETWEEN:
            return False
        self._said[kind] = now
        return True
