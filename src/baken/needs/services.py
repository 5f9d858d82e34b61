"""Writes of the needs room: the taxonomy into the database, phrasings and services into the index."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import numpy as np
from django.db import transaction
from numpy.typing import NDArray

from baken.core.kinds import Encoder
from baken.core.search.needs_ranking import shares
from baken.needs.calibration import calibrations
from baken.needs.encoders.vectors import OnProgress
from baken.needs.index.bank import Bank, BankText, lexical_words, made_of, read_bank, write_bank
from baken.needs.index.documents import Infer, Segment, build_segment, merge_segments, write_segment
from baken.needs.index.folders import Current, IndexProblem
from baken.needs.index.kinds import Document
from baken.needs.index.reader import LoadedIndex, load_index
from baken.needs.models import Domain, LoadedTaxonomy, Need, NeedCause, Phrasing
from baken.needs.runtime import Runtime, runtime
from baken.needs.taxonomy_files import (
    FOLDER,
    DomainEntry,
    NeedEntry,
    fingerprint,
    read_keywords,
    read_taxonomy,
    texts_json,
)
from baken.needs.understanding import compare, gather

log = logging.getLogger(__name__)

Floats = NDArray[np.float32]

_LEAST_INFERRED, _MOST_INFERRED = 0.1, 3
_INFERRED_FIT = 0.8  # a need read from the text never counts as much as one somebody tagged
_ENCODED_AT_ONCE = 25  # more changed services than this are found by words and needs first, by meaning after


class NothingToIndex(ValueError):
    """There are no needs in the database."""


@dataclass(frozen=True, slots=True)
class TaxonomyReport:
    domains: int
    needs: int
    phrasings: int
    retired: int


@transaction.atomic
def load_taxonomy(*, folder: Path = FOLDER) -> TaxonomyReport:
    """The YAML of the package into the database; as often as you like. Raises TaxonomyError, then nothing changed.

    Phrasings that an editor added in the database stay; needs gone from the YAML are retired, not deleted.
    """
    domains = read_taxonomy(folder)
    for position, domain in enumerate(domains):
        _save_domain(domain, position)
    needs = [need for domain in domains for need in domain.needs]
    codes = {need.code for need in needs}
    retired = Need.objects.exclude(code__in=codes).update(retired=True)
    phrasings = [
        Phrasing(need_id=need.code, language=language, text=text)
        for need in needs
        for language, texts in need.phrasings.items()
        for text in texts
    ]
    Phrasing.objects.bulk_create(phrasings, ignore_conflicts=True, batch_size=1000)
    NeedCause.objects.all().delete()
    NeedCause.objects.bulk_create(
        NeedCause(cause_id=need.code, symptom_id=symptom) for need in needs for symptom in need.causes
    )
    LoadedTaxonomy.objects.update_or_create(pk=1, defaults={"fingerprint": fingerprint(folder)})
    return TaxonomyReport(len(domains), len(needs), len(phrasings), retired)


def _save_domain(domain: DomainEntry, position: int) -> None:
    Domain.objects.update_or_create(
        code=domain.code,
        defaults={
            "labels": texts_json(domain.labels, domain.translations),
            "pictogram": domain.pictogram,
            "position": position,
        },
    )
    for number, need in enumerate(domain.needs):
        _save_need(need, domain, number)


def _save_need(need: NeedEntry, domain: DomainEntry, position: int) -> None:
    Need.objects.update_or_create(
        code=need.code,
        defaults={
            "domain_id": domain.code,
            "labels": texts_json(need.labels, domain.translations),
            "explanations": texts_json(need.explanations, domain.translations),
            "pictogram": need.pictogram,
            "sensitive": need.sensitive,
            "data_inclusion": list(need.data_inclusion),
            "open_eligibility": list(need.open_eligibility),
            "position": position,
            "retired": False,
        },
    )


def rebuild_index(*, documents: Iterable[Document], on_progress: OnProgress | None = None) -> Current:
    """The whole index anew; unchanged texts come from the vector cache. The old index answers until it is done."""
    here = runtime()
    codes, texts = bank_texts()
    encoders = here.registry.load()
    with here.folder.writing():
        bank_name = _bank_in_force(here, made_of(texts, codes, encoders)) or write_bank(
            here.folder, texts, codes, encoders, here.cache, on_progress
        )
        bank = read_bank(here.folder, bank_name)
        segment = _build(tuple(documents), bank, encoders, here, on_progress)
        base = write_segment(here.folder, "services", segment, bank=bank_name, gone=np.zeros(0, np.int64))
        current = Current(needs=bank_name, documents=base, delta=None)
        here.folder.publish(current)
    return current


def _bank_in_force(here: Runtime, wanted: str) -> str | None:
    """The bank of the index there is, where nothing that it is made of has changed: importing services is common,
    new needs are rare."""
    try:
        name = here.folder.current().needs
        meta = here.folder.read(name)[1] if name else {}
    except (IndexProblem, FileNotFoundError):
        return None
    return name if meta.get("made_of") == wanted else None


def build_quick_index() -> Current:
    """Needs by letters only, in about two seconds: what a machine without an index answers with meanwhile."""
    here = runtime()
    codes, texts = bank_texts()
    with here.folder.writing():
        current = Current(needs=write_bank(here.folder, texts, codes, {}, here.cache))
        here.folder.publish(current)
    return current


def update_documents(*, documents: Sequence[Document], removed: Sequence[UUID] = ()) -> bool:
    """Changed and removed services into the index in force; found by the very next request, in every process.

    Words and needs count at once; where many services change, their vectors follow in a second step. Gives False,
    and logs why, where there is no index to update: `rebuild_index` will see those services anyway.
    """
    here = runtime()
    with here.folder.writing():
        try:
            index = load_index(here.folder)
            encoders = here.ready_encoders(index)
        except IndexProblem as problem:
            log.warning("services changed, but the index was not updated: %s", problem)
            return False
        if index.base is None:
            log.warning("services changed, but no service is indexed yet: run «baken index»")
            return False
        if len(documents) > _ENCODED_AT_ONCE:
            _publish_delta(here, index, _build(documents, index.bank, {}, here), removed)
            index = load_index(here.folder)
        _publish_delta(here, index, _build(documents, index.bank, encoders, here), removed)
    return True


def _publish_delta(here: Runtime, index: LoadedIndex, fresh: Segment, removed: Sequence[UUID]) -> None:
    """A new delta: what the old one had and has not changed again, and the fresh services."""
    assert index.base is not None
    assert index.current.needs is not None
    changed = {fresh.id_at(row).bytes for row in range(fresh.size)} | {id_.bytes for id_ in removed}
    parts = [(fresh, np.ones(fresh.size, bool))]
    if index.delta is not None:
        parts.insert(0, (index.delta.segment, ~_rows_of(index.delta.segment, changed)))
    delta = merge_segments(parts)
    gone = np.flatnonzero(~index.base.keep | _rows_of(index.base.segment, changed))
    name = write_segment(here.folder, "delta", delta, bank=index.current.needs, gone=gone)
    here.folder.publish(Current(index.current.needs, index.current.documents, name))


def _rows_of(segment: Segment, ids: set[bytes]) -> NDArray[np.bool_]:
    known = np.ascontiguousarray(segment.ids).view("V16").ravel()
    wanted = np.array(sorted(ids), "V16") if ids else np.zeros(0, "V16")
    return np.isin(known, wanted)


def _build(
    documents: Sequence[Document],
    bank: Bank,
    encoders: Mapping[str, Encoder],
    here: Runtime,
    on_progress: OnProgress | None = None,
) -> Segment:
    latest = {document.id: document for document in documents}
    return build_segment(
        tuple(latest.values()), bank, encoders, here.cache, _needs_reader(bank, encoders, here), on_progress
    )


def _needs_reader(bank: Bank, encoders: Mapping[str, Encoder], here: Runtime) -> Infer:
    """How the needs of an untagged service are read from its text: like a question, but never as sure as a tag."""
    calibration = calibrations()[here.engine(dict(encoders))]

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


def bank_texts() -> tuple[list[str], list[BankText]]:
    """Codes in order, and every phrasing, label and explanation of the needs in force."""
    needs = list(Need.objects.in_force())
    if not needs:
        raise NothingToIndex("there are no needs in the database: load the taxonomy first («baken migrate» does)")
    texts = [
        BankText(need.code, part.language, part.text)
        for need in needs
        for texts in (need.label, need.explanation)
        for part in texts
    ]
    rows = Phrasing.objects.filter(need__retired=False).order_by("need_id", "language", "id")
    texts += [BankText(row.need_id, row.language, row.text) for row in rows]
    codes = [need.code for need in needs]
    texts += [
        BankText(code, language, word)
        for language, words_of in read_keywords().items()
        for code, words in words_of.items()
        if code in set(codes)
        for word in words
    ]
    return codes, texts
