"""Segments of the index: built from documents, in parts so that memory stays small, and published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final
from uuid import UUID

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from baken.core.kinds import Encoder
from baken.core.search.needs_ranking import shares
from baken.needs.calibration import calibrations
from baken.needs.encoders.vectors import OnProgress
from baken.needs.index.bank import Bank, lexical_words
from baken.needs.index.documents import Infer, Segment, build_segment, merge_segments, pieces, write_segment
from baken.needs.index.folders import Current
from baken.needs.index.kinds import Document, Engine
from baken.needs.index.reader import LoadedIndex
from baken.needs.runtime import Runtime
from baken.needs.understanding import compare, gather

Floats = NDArray[np.float32]

_LEAST_INFERRED, _MOST_INFERRED = 0.1, 3
_INFERRED_FIT = 0.8  # a need read from the text never counts as much as one somebody tagged
_PART: Final = 2_000  # documents
_ENCODED_BY_ITSELF: Final = 200  # unknown documents; more are left to a process of their own
_DELTA_MOST, _DELTA_SHARE = 1_000, 4  # a delta of more documents, and of a quarter of the base, becomes part of it


@dataclass(frozen=True, slots=True)
class Built:
    """`waiting` documents have no vectors. `few`: these themselves, where they are few enough to be encoded here."""

    segment: Segment
    waiting: int
    few: Sequence[Document]


class Builder:
    """Documents to segments, over one bank and its encoders."""

    def __init__(self, here: Runtime, bank: Bank, encoders: Mapping[str, Encoder]) -> None:
        self._here, self._bank, self._encoders = here, bank, encoders
        self._infer = {
            True: _needs_reader(bank, here.engine(dict(encoders))),
            False: _needs_reader(bank, here.engine({})),
        }

    def whole(self, documents: Iterable[Document], on_progress: OnProgress | None = None) -> Built:
        """As `quick`, and those that wait encoded where they are few."""
        built = self.quick(documents)
        if not built.few:
            return built
        fresh = self.encoded(built.few, on_progress)
        kept = ~rows_of(built.segment, {document.id.bytes for document in built.few})
        return Built(merge_segments([(built.segment, kept), (fresh, np.ones(fresh.size, bool))]), 0, ())

    def quick(self, documents: Iterable[Document]) -> Built:
        """With the vectors that are known already; the others wait. Of one id the last counts."""
        most = _ENCODED_BY_ITSELF if settings.BAKEN_ENCODE_IN_BACKGROUND else None
        segments: list[Segment] = []
        few: list[Document] = []
        waiting, ahead = 0, iter(documents)
        while some := list(islice(ahead, _PART)):
            segments.append(self._segment(some, encode=False))
            late = [document for document, ok in zip(some, segments[-1].encoded, strict=True) if not ok]
            waiting += len(late) if self._encoders else 0
            few = [*few, *late] if most is None or waiting <= most else []
        if not segments:
            return Built(self._segment((), encode=False), 0, ())
        kept = _last_of_each(np.concatenate([segment.ids for segment in segments]))
        keeps = np.split(kept, np.cumsum([segment.size for segment in segments])[:-1])
        merged = merge_segments(list(zip(segments, keeps, strict=True)))
        return Built(merged, waiting, few if self._encoders else ())

    def encoded(self, documents: Sequence[Document], on_progress: OnProgress | None = None) -> Segment:
        """With all their vectors, made where they are not known yet."""
        latest = {document.id: document for document in documents}
        return self._segment(tuple(latest.values()), on_progress, encode=True)

    def encode(self, documents: Sequence[Document], on_progress: OnProgress | None = None) -> None:
        """Into the vector cache only."""
        texts = [text for document in documents for text in pieces(document)]
        for name, encoder in self._encoders.items():
            if name in self._bank.encoded:
                self._here.cache.encode(encoder, "document", texts, on_progress)

    def _segment(
        self, documents: Sequence[Document], on_progress: OnProgress | None = None, *, encode: bool
    ) -> Segment:
        def infer(document: Document, vectors: Mapping[str, Floats]) -> Mapping[str, float]:
            return self._infer[bool(vectors)](document, vectors)

        return build_segment(documents, self._bank, self._encoders, self._here.cache, infer, on_progress, encode=encode)


def _needs_reader(bank: Bank, engine: Engine) -> Infer:
    """How the needs of an untagged service are read from its text: like a question, but never as sure as a tag."""
    calibration = calibrations()[engine]

    def infer(document: Document, vectors: Mapping[str, Floats]) -> Mapping[str, float]:
        words = lexical_words(f"{document.title} {document.text[:600]}", romanised=False)
        known = {
            name: row[None] for name, row in vectors.items() if document.language in bank.encoded[name].space.languages
        }
        found = gather(words, compare(known, bank), 0, bank)
        share = shares(found.evidence, calibration.weights, calibration.sharpness)
        best = np.argsort(-share)[:_MOST_INFERRED]
        return {
            bank.codes[row]: _INFERRED_FIT * float(share[row]) ** 0.5 for row in best if share[row] >= _LEAST_INFERRED
        }

    return infer


def publish_changes(here: Runtime, index: LoadedIndex, fresh: Segment, removed: Iterable[UUID]) -> None:
    """A new delta: what the old one had and has not changed again, and the fresh documents. One that has become large
    is put into a new base."""
    assert index.base is not None
    assert index.current.needs is not None
    changed = {row.tobytes() for row in fresh.ids} | {id_.bytes for id_ in removed}
    parts = [(fresh, np.ones(fresh.size, bool))]
    if index.delta is not None:
        parts.insert(0, (index.delta.segment, ~rows_of(index.delta.segment, changed)))
    gone = ~index.base.keep | rows_of(index.base.segment, changed)
    after = sum(int(keep.sum()) for _, keep in parts)
    needs = index.current.needs
    if after > max(_DELTA_MOST, int((~gone).sum()) // _DELTA_SHARE):
        only_fresh = gone.all() and len(parts) == 1  # the first import of a country
        whole = fresh if only_fresh else merge_segments([(index.base.segment, ~gone), *parts])
        base = write_segment(here.folder, "services", whole, bank=needs, gone=np.zeros(0, np.int64))
        here.folder.publish(Current(needs, base, None))
    else:
        delta = write_segment(here.folder, "delta", merge_segments(parts), bank=needs, gone=np.flatnonzero(gone))
        here.folder.publish(Current(needs, index.current.documents, delta))


def rows_of(segment: Segment, ids: set[bytes]) -> NDArray[np.bool_]:
    """Which documents of the segment have one of these ids."""
    known = np.ascontiguousarray(segment.ids).view("V16").ravel()
    wanted = np.array(sorted(ids), "V16") if ids else np.zeros(0, "V16")
    return np.isin(known, wanted)


def _last_of_each(ids: NDArray[np.uint8]) -> NDArray[np.bool_]:
    _, first = np.unique(np.ascontiguousarray(ids[::-1]).view("V16").ravel(), return_index=True)
    kept = np.zeros(len(ids), bool)
    kept[len(ids) - 1 - first] = True
    return kept
