"""The services' part of the index: a base, and a small delta with what changed since."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from baken.core.kinds import Encoder
from baken.core.search.documents_ranking import Vectors, packed
from baken.core.search.postings import Postings, build_postings, document_features, merge_postings
from baken.core.search.spaces import NARROW_DIM, unit
from baken.core.wording import tokens
from baken.needs.encoders.vectors import OnProgress, VectorCache
from baken.needs.index.bank import Bank
from baken.needs.index.folders import IndexFolder
from baken.needs.index.kinds import Document

Floats = NDArray[np.float32]
# The needs a text speaks of, and how clearly: asked only for documents without tags.
Infer = Callable[[Document, Mapping[str, Floats]], Mapping[str, float]]

_CHUNK = 600  # characters; longer descriptions get a second chunk
_FULL_FIT = 255


@dataclass(frozen=True, slots=True)
class Segment:
    """`fits`: (needs, documents) 0..255. `places`: (documents, 2) degrees, NaN where there is none."""

    ids: NDArray[np.uint8]  # (documents, 16)
    fits: NDArray[np.uint8]
    places: Floats
    vectors: Mapping[str, Vectors]
    postings: Postings

    @property
    def size(self) -> int:
        return len(self.ids)

    @property
    def encoded(self) -> NDArray[np.bool_]:
        """(documents,): which have vectors; the others wait."""
        return np.diff(next(iter(self.vectors.values())).starts) > 0 if self.vectors else np.zeros(self.size, bool)

    def id_at(self, row: int) -> UUID:
        return UUID(bytes=self.ids[row].tobytes())


def build_segment(
    documents: Sequence[Document],
    bank: Bank,
    encoders: Mapping[str, Encoder],
    cache: VectorCache,
    infer: Infer,
    on_progress: OnProgress | None = None,
    *,
    encode: bool = True,
) -> Segment:
    """Not to `encode` leaves documents without vectors whose texts the cache does not have, for every encoder: they are
    found by words and needs, and wait."""
    cut = [pieces(document) for document in documents]
    used = {name: encoder for name, encoder in encoders.items() if name in bank.encoded}
    texts = [text for part in cut for text in part]
    lengths = np.array([len(part) for part in cut], np.int64)
    found = {name: _encoded(encoder, texts, cache, on_progress, encode=encode) for name, encoder in used.items()}
    ready = _ready(lengths, [kept for _, kept in found.values()])
    chosen = np.repeat(ready, lengths)
    languages = [document.language for document, part in zip(documents, cut, strict=True) for _ in part]
    spoken = [language for language, wanted in zip(languages, chosen, strict=True) if wanted]
    chunks = {name: _projected(vectors[chosen], bank, name, spoken) for name, (vectors, _) in found.items()}
    starts = np.concatenate([[0], np.cumsum(np.where(ready, lengths, 0))]).astype(np.int64)
    wholes = {name: _wholes(rows, starts, ready) for name, rows in chunks.items()}
    return Segment(
        ids=np.frombuffer(b"".join(document.id.bytes for document in documents), np.uint8).reshape(-1, 16),
        fits=_fits(documents, bank.codes, wholes, ready, infer),
        places=_places(documents),
        vectors={name: Vectors(*packed(rows), starts, _narrow(wholes[name])) for name, rows in chunks.items()},
        postings=build_postings(
            document_features(tokens(f"{document.title} {document.text}")) for document in documents
        ),
    )


def _places(documents: Sequence[Document]) -> Floats:
    places = (document.place for document in documents)
    return np.array([(place.lat, place.lon) if place else (np.nan, np.nan) for place in places], np.float32).reshape(
        -1, 2
    )


def pieces(document: Document) -> list[str]:
    """What is encoded: the whole text first, then its title, then a second part where the text is long."""
    text = re.sub(r"\s+", " ", document.text).strip()
    whole = f"{document.title}. {text}".strip(". ") or "-"
    cut = [whole[:_CHUNK]]
    if document.title.strip() and text:
        cut.append(document.title.strip())
    if len(whole) > _CHUNK * 1.2:
        cut.append(whole[_CHUNK : 2 * _CHUNK])
    return cut


def _encoded(
    encoder: Encoder, texts: Sequence[str], cache: VectorCache, on_progress: OnProgress | None, *, encode: bool
) -> tuple[Floats, NDArray[np.bool_]]:
    """The vectors of the texts, and which of them are there."""
    if encode:
        return cache.encode(encoder, "document", texts, on_progress), np.ones(len(texts), bool)
    return cache.kept(encoder, "document", texts)


def _ready(lengths: NDArray[np.int64], kept: Sequence[NDArray[np.bool_]]) -> NDArray[np.bool_]:
    """Which documents have every piece, in every encoder; none where there is no encoder."""
    if not kept or not len(lengths):
        return np.zeros(len(lengths), bool)
    first = np.cumsum(lengths) - lengths
    return np.asarray(np.logical_and.reduceat(np.logical_and.reduce(kept), first), bool)


def _projected(vectors: Floats, bank: Bank, name: str, languages: Sequence[str]) -> Floats:
    known = bank.encoded[name]
    if not len(vectors):
        return np.zeros((0, vectors.shape[1]), np.float32)
    return known.space.project(vectors, languages, known.shift)


def _wholes(rows: Floats, starts: NDArray[np.int64], ready: NDArray[np.bool_]) -> Floats:
    """(documents, dim): the whole text's vector, zeros for those that wait."""
    wholes = np.zeros((len(ready), rows.shape[1]), np.float32)
    wholes[ready] = rows[starts[:-1][ready]]
    return wholes


def _narrow(wholes: Floats) -> Floats:
    return np.ascontiguousarray(unit(wholes[:, :NARROW_DIM]))


def _fits(
    documents: Sequence[Document],
    codes: Sequence[str],
    wholes: Mapping[str, Floats],
    ready: NDArray[np.bool_],
    infer: Infer,
) -> NDArray[np.uint8]:
    row = {code: number for number, code in enumerate(codes)}
    fits = np.zeros((len(codes), len(documents)), np.uint8)
    for number, document in enumerate(documents):
        tagged = {code: 1.0 for code in document.need_codes if code in row}
        known = {name: rows[number] for name, rows in wholes.items()} if ready[number] else {}
        found = tagged or infer(document, known)
        for code, fit in found.items():
            fits[row[code], number] = round(fit * _FULL_FIT)
    return fits


def merge_segments(parts: Sequence[tuple[Segment, NDArray[np.bool_]]]) -> Segment:
    """One after another, without the documents whose flag is False."""
    dims = {name: vectors.chunks.shape[1] for part, _keep in parts for name, vectors in part.vectors.items()}
    return Segment(
        ids=np.concatenate([part.ids[keep] for part, keep in parts]),
        fits=np.concatenate([part.fits[:, keep] for part, keep in parts], axis=1),
        places=np.concatenate([part.places[keep] for part, keep in parts]),
        vectors={name: _merged_vectors(parts, name, dim) for name, dim in dims.items()},
        postings=merge_postings([(part.postings, keep) for part, keep in parts]),
    )


def no_vectors(documents: int, dim: int) -> Vectors:
    """Of documents that all wait to be encoded."""
    return Vectors(
        chunks=np.zeros((0, dim), np.int8),
        scales=np.zeros(0, np.float32),
        starts=np.zeros(documents + 1, np.int64),
        narrow=np.zeros((documents, min(NARROW_DIM, dim)), np.float32),
    )


def _merged_vectors(parts: Sequence[tuple[Segment, NDArray[np.bool_]]], name: str, dim: int) -> Vectors:
    given = [(part.vectors.get(name) or no_vectors(part.size, dim), keep) for part, keep in parts]
    lengths = np.concatenate([np.diff(vectors.starts)[keep] for vectors, keep in given])
    kept = [np.repeat(keep, np.diff(vectors.starts)) for vectors, keep in given]
    return Vectors(
        chunks=np.concatenate([vectors.chunks[rows] for (vectors, _), rows in zip(given, kept, strict=True)]),
        scales=np.concatenate([vectors.scales[rows] for (vectors, _), rows in zip(given, kept, strict=True)]),
        starts=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
        narrow=np.concatenate([vectors.narrow[keep] for vectors, keep in given]),
    )


def write_segment(folder: IndexFolder, kind: str, segment: Segment, *, bank: str, gone: NDArray[np.int64]) -> str:
    """`bank`: the folder whose needs and spaces it was made with. `gone`: rows of the base that no longer count."""
    arrays: dict[str, NDArray[Any]] = {
        "ids": segment.ids,
        "fits": segment.fits,
        "places": segment.places,
        "terms": segment.postings.terms,
        "offsets": segment.postings.offsets,
        "rows": segment.postings.rows,
        "weights": segment.postings.weights,
        "gone": gone,
    }
    for name, vectors in segment.vectors.items():
        arrays |= {
            f"{name}.chunks": vectors.chunks,
            f"{name}.scales": vectors.scales,
            f"{name}.starts": vectors.starts,
            f"{name}.narrow": vectors.narrow,
        }
    return folder.write(kind, arrays, {"bank": bank, "encoders": sorted(segment.vectors), "size": segment.size})


def read_segment(folder: IndexFolder, name: str) -> tuple[Segment, NDArray[np.int64], str]:
    """The segment, the base rows it replaces, and the bank it belongs to."""
    arrays, meta = folder.read(name)
    segment = Segment(
        ids=arrays["ids"],
        fits=arrays["fits"],
        places=arrays["places"],
        vectors={
            key: Vectors(*(arrays[f"{key}.{part}"] for part in ("chunks", "scales", "starts", "narrow")))
            for key in meta["encoders"]
        },
        postings=Postings(arrays["terms"], arrays["offsets"], arrays["rows"], arrays["weights"], meta["size"]),
    )
    return segment, arrays["gone"], meta["bank"]
