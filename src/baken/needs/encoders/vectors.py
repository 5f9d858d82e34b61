"""Vectors kept by the hash of their text, so that only changed texts are encoded again."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from baken.core.kinds import Encoder
from baken.needs.encoders.shipped import shipped

Kind = Literal["query", "document"]
OnProgress = Callable[[int, int], None]  # done, total

_AT_ONCE = 256


class VectorCache:
    """One SQLite file for all encoders and processes; float16 on disk costs under 1e-3 of a cosine."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._make()
        except sqlite3.OperationalError:
            raise  # locked or not writable: not the file's fault
        except sqlite3.DatabaseError:
            path.unlink()  # a damaged cache holds nothing that cannot be made again
            self._make()

    def _make(self) -> None:
        with closing(self._connect()) as connection, connection:
            connection.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB) WITHOUT ROWID")

    def encode(
        self, encoder: Encoder, kind: Kind, texts: Sequence[str], on_progress: OnProgress | None = None
    ) -> NDArray[np.float32]:
        """(len(texts), dim), from the cache where it has them. `on_progress` hears of every text, cached or not."""
        keys = vector_keys(encoder, kind, texts)
        vectors = np.empty((len(texts), encoder.dim), np.float32)
        with closing(self._connect()) as connection:
            known = self._known(connection, keys) | shipped(keys, encoder.dim)
            for number, key in enumerate(keys):
                if key in known:
                    vectors[number] = known[key]
            missing = [number for number, key in enumerate(keys) if key not in known]
            done = len(texts) - len(missing)
            for batch in _by_length(missing, texts):
                fresh = _encode(encoder, kind, [texts[number] for number in batch])
                vectors[batch] = fresh
                self._keep(connection, [keys[number] for number in batch], fresh)
                done += len(batch)
                if on_progress:
                    on_progress(done, len(texts))
        return vectors

    def kept(self, encoder: Encoder, kind: Kind, texts: Sequence[str]) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        """(len(texts), dim), zeros for those that are not in the cache, and which are."""
        keys = vector_keys(encoder, kind, texts)
        with closing(self._connect()) as connection:
            known = self._known(connection, keys) | shipped(keys, encoder.dim)
        vectors = np.zeros((len(texts), encoder.dim), np.float32)
        for number, key in enumerate(keys):
            if key in known:
                vectors[number] = known[key]
        return vectors, np.array([key in known for key in keys], bool)

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=30)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=OFF")  # a lost vector is encoded again
        return connection

    @staticmethod
    def _known(connection: sqlite3.Connection, keys: Sequence[bytes]) -> dict[bytes, NDArray[Any]]:
        known: dict[bytes, NDArray[Any]] = {}
        for at in range(0, len(keys), 500):
            part = keys[at : at + 500]
            marks = ",".join("?" * len(part))
            rows = connection.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", part)
            known.update((key, np.frombuffer(vector, np.float16)) for key, vector in rows)
        return known

    @staticmethod
    def _keep(connection: sqlite3.Connection, keys: Sequence[bytes], vectors: NDArray[np.float32]) -> None:
        rows = [(key, vector.tobytes()) for key, vector in zip(keys, vectors.astype(np.float16), strict=True)]
        with connection:
            connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)


def _encode(encoder: Encoder, kind: Kind, texts: Sequence[str]) -> NDArray[np.float32]:
    return encoder.encode_queries(texts) if kind == "query" else encoder.encode_documents(texts)


def vector_keys(encoder: Encoder, kind: Kind, texts: Sequence[str]) -> list[bytes]:
    """16 bytes per text; another encoder, kind or text is another key."""
    space = f"{encoder.fingerprint}|{kind}|"
    return [_key(space + text) for text in texts]


def _key(material: str) -> bytes:
    return hashlib.sha256(material.encode("utf-8", "replace")).digest()[:16]


def _by_length(numbers: Sequence[int], texts: Sequence[str]) -> Iterator[list[int]]:
    """Batches of alike length: encoders that pad waste nothing."""
    ordered = sorted(numbers, key=lambda number: len(texts[number]))
    for at in range(0, len(ordered), _AT_ONCE):
        yield ordered[at : at + _AT_ONCE]
