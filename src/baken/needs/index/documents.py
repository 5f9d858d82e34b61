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

    def id_at(self, row: int) -> UUID:
        return UUID(bytes=self.ids[row].tobytes())


def build_segment(
    documents: Sequence[Document],
    bank: Bank,
    encoders: Mapping[str, Encoder],
    cache: VectorCache,
    infer: Infer,
    on_progress: OnProgress | None = None,
) -> Segment:
    pieces = [_pieces(document) for document in documents]
    starts = np.concatenate([[0], np.cumsum([len(part) for part in pieces])]).astype(np.int64)
    chunks = {
        name: _chunks(encoder, name, bank, documents, pieces, cache, on_progress)
        for name, encoder in encoders.items()
        if name in bank.encoded
    }
    wholes = {name: rows[starts[:-1]] for name, rows in chunks.items()}
    return Segment(
        ids=np.frombuffer(b"".join(document.id.bytes for document in documents), np.uint8).reshape(-1, 16),
        fits=_fits(documents, bank.codes, wholes, infer),
        places=np.array(
            [
                (document.place.lat, document.place.lon) if document.place else (np.nan, np.nan)
                for document in documents
            ],
            np.float32,
        ).reshape(-1, 2),
        vectors={name: Vectors(*packed(rows), starts, _narrow(wholes[name])) for name, rows in chunks.items()},
        postings=build_postings(
            [document_features(tokens(f"{document.title} {document.text}")) for document in documents]
        ),
    )


def _pieces(document: Document) -> list[str]:
    """The whole text first, then its title, then a second part where the text is long."""
    text = re.sub(r"\s+", " ", document.text).strip()
    whole = f"{document.title}. {text}".strip(". ") or "-"
    pieces = [whole[:_CHUNK]]
    if document.title.strip() and text:
        pieces.append(document.title.strip())
    if len(whole) > _CHUNK * 1.2:
        pieces.append(whole[_CHUNK : 2 * _CHUNK])
    return pieces


def _chunks(
    encoder: Encoder,
    name: str,
    bank: Bank,
    documents: Sequence[Document],
    pieces: Sequence[Sequence[str]],
    cache: VectorCache,
    on_progress: OnProgress | None,
) -> Floats:
    texts = [text for part in pieces for text in part]
    languages = [document.language for document, part in zip(documents, pieces, strict=True) for _ in part]
    encoded = cache.encode(encoder, "document", texts, on_progress)
    known = bank.encoded[name]
    if not texts:
        return np.zeros((0, encoder.dim), np.float32)
    return known.space.project(encoded, languages, known.shift)


def _narrow(wholes: Floats) -> Floats:
    return np.ascontiguousarray(unit(wholes[:, :NARROW_DIM]))


def _fits(
    documents: Sequence[Document], codes: Sequence[str], wholes: Mapping[str, Floats], infer: Infer
) -> NDArray[np.uint8]:
    row = {code: number for number, code in enumerate(codes)}
    fits = np.zeros((len(codes), len(documents)), np.uint8)
    for number, document in enumerate(documents):
        tagged = {code: 1.0 for code in document.need_codes if code in row}
        found = tagged or infer(document, {name: rows[number] for name, rows in wholes.items()})
        for code, fit in found.items():
            fits[row[code], number] = round(fit * _FULL_FIT)
    return fits


def merge_segments(parts: Sequence[tuple[Segment, NDArray[np.bool_]]]) -> Segment:
    """One after another, without the documents whose flag is False."""
    names = set.intersection(*(set(part.vectors) for part, _keep in parts))
    return Segment(
        ids=np.concatenate([part.ids[keep] for part, keep in parts]),
        fits=np.concatenate([part.fits[:, keep] for part, keep in parts], axis=1),
        places=np.concatenate([part.places[keep] for part, keep in parts]),
        vectors={name: _merged_vectors([(part.vectors[name], keep) for part, keep in parts]) for name in names},
        postings=merge_postings([(part.postings, keep) for part, keep in parts]),
    )


def _merged_vectors(parts: Sequence[tuple[Vectors, NDArray[np.bool_]]]) -> Vectors:
    lengths = np.concatenate([np.diff(part.starts)[keep] for part, keep in parts])
    chunks = [np.repeat(keep, np.diff(part.starts)) for part, keep in parts]
    return Vectors(
        chunks=np.concatenate([part.chunks[kept] for (part, _), kept in zip(parts, chunks, strict=True)]),
        scales=np.concatenate([part.scales[kept] for (part, _), kept in zip(parts, chunks, strict=True)]),
        starts=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
        narrow=np.concatenate([part.narrow[keep] for part, keep in parts]),
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
