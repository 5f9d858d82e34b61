"""The encoders a deployment names in BAKEN_ENCODERS, each loaded once, on first use."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from baken.core.kinds import Encoder
from baken.needs.encoders.errors import EncoderError

log = logging.getLogger(__name__)


def _e5(cache: Path) -> Encoder:
    from baken.needs.encoders.e5 import E5

    return E5(cache=cache)


def _use(cache: Path) -> Encoder:
    from baken.needs.encoders.use import Use

    return Use(cache=cache)


def _hash(_cache: Path) -> Encoder:
    from baken.needs.encoders.hashing import Hashing

    return Hashing()


def _openai(_cache: Path) -> Encoder:
    from baken.needs.encoders.openai_compatible import OpenAICompatible

    return OpenAICompatible(
        address=os.environ.get("BAKEN_ENCODER_URL", ""),
        model=os.environ.get("BAKEN_ENCODER_MODEL", ""),
        key=os.environ.get("BAKEN_ENCODER_KEY", ""),
    )


def _local(_cache: Path) -> Encoder:
    from baken.needs.encoders.local import Local

    return Local(
        folder=Path(os.environ.get("BAKEN_ENCODER_FOLDER", "")),
        query_prefix=os.environ.get("BAKEN_ENCODER_QUERY_PREFIX", ""),
        document_prefix=os.environ.get("BAKEN_ENCODER_DOCUMENT_PREFIX", ""),
    )


ENCODERS: Final[Mapping[str, Callable[[Path], Encoder]]] = {
    "e5": _e5,
    "use": _use,
    "hash": _hash,
    "openai": _openai,
    "local": _local,
}


class Registry:
    """Loads each named encoder at most once; one that fails is logged, kept with its reason, and not tried again."""

    def __init__(self, names: tuple[str, ...], *, cache: Path) -> None:
        unknown = [name for name in names if name not in ENCODERS]
        if unknown:
            raise EncoderError(f"BAKEN_ENCODERS names {', '.join(unknown)}; known are {', '.join(ENCODERS)}")
        self.names = names
        self._cache = cache
        self._loaded: dict[str, Encoder] = {}
        self.failures: dict[str, str] = {}
        self._lock = threading.Lock()

    def load(self) -> dict[str, Encoder]:
        """The encoders that work, by name, in the order they are named."""
        with self._lock:
            for name in self.names:
                if name not in self._loaded and name not in self.failures:
                    self._load(name)
            return dict(self._loaded)

    def _load(self, name: str) -> None:
        try:
            self._loaded[name] = ENCODERS[name](self._cache)
        except Exception as error:
            log.exception("encoder %s cannot be loaded; answers are given without it", name)
            self.failures[name] = f"{type(error).__name__}: {error}"
