"""Writes of the needs room: the taxonomy into the database, phrasings and services into the index."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from uuid import UUID

import numpy as np
from django.db import transaction

from baken.needs import encoding
from baken.needs.encoders.vectors import OnProgress
from baken.needs.index.bank import BankText, made_of, read_bank, write_bank
from baken.needs.index.documents import write_segment
from baken.needs.index.folders import Current, IndexProblem
from baken.needs.index.kinds import Document
from baken.needs.index.reader import LoadedIndex, load_index
from baken.needs.indexing import Builder, publish_changes
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

log = logging.getLogger(__name__)

Read = Callable[[Sequence[UUID]], Iterable[Document]]  # the documents of ids; those gone meanwhile are not given

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
    """The whole index anew; unchanged texts come from the vector cache. The old index answers until it is done.

    Where many texts were never encoded, their services are found by words and needs at first, and a process of its own
    encodes them meanwhile.
    """
    here = runtime()
    codes, texts = bank_texts()
    encoders = here.registry.load()
    with here.folder.writing():
        bank_name = _bank_in_force(here, made_of(texts, codes, encoders)) or write_bank(
            here.folder, texts, codes, encoders, here.cache, on_progress
        )
        built = Builder(here, read_bank(here.folder, bank_name), encoders).whole(documents, on_progress)
        base = write_segment(here.folder, "services", built.segment, bank=bank_name, gone=np.zeros(0, np.int64))
        current = Current(needs=bank_name, documents=base, delta=None)
        here.folder.publish(current)
    if built.waiting:
        encoding.start()
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


def update_documents(*, documents: Iterable[Document], removed: Iterable[UUID] = ()) -> bool:
    """Changed and removed services into the index in force; found by the very next request, in every process.

    Words and needs count at once. Where many services change their vectors follow: in a second step, or, where they are
    very many, from a process of its own. Gives False, and logs why, where there is no index to update: `rebuild_index`
    will see those services anyway.
    """
    here = runtime()
    with here.folder.writing():
        try:
            index = load_index(here.folder)
            builder = Builder(here, index.bank, here.ready_encoders(index))
        except IndexProblem as problem:
            log.warning("services changed, but the index was not updated: %s", problem)
            return False
        if index.base is None:
            log.warning("services changed, but no service is indexed yet: run «baken index»")
            return False
        waiting = _update(here, index, builder, documents, tuple(removed))
    if waiting:
        encoding.start()
    return True


def _update(
    here: Runtime, index: LoadedIndex, builder: Builder, documents: Iterable[Document], removed: Sequence[UUID]
) -> int:
    """How many documents wait to be encoded afterwards."""
    ahead = iter(documents)
    first = list(islice(ahead, _ENCODED_AT_ONCE + 1))
    if len(first) <= _ENCODED_AT_ONCE:
        publish_changes(here, index, builder.encoded(first), removed)
        return 0
    built = builder.quick(chain(first, ahead))
    publish_changes(here, index, built.segment, removed)
    if not built.few:
        return built.waiting
    publish_changes(here, load_index(here.folder), builder.encoded(built.few), ())
    return 0


def resume_encoding() -> bool:
    """Starts the process that encodes where services wait and none is at work. Whether it was started."""
    try:
        return load_index(runtime().folder).waiting > 0 and encoding.start()
    except IndexProblem:
        return False


def encode_waiting(*, read: Read) -> int:
    """Encodes what waits, block by block, until nothing does; every block counts as soon as it is done. Gives how many
    services were encoded; 0 also where another process is at it already. Raises IndexProblem.

    Stopped at any moment it loses only the texts it was just encoding: the others are kept in the vector cache.
    """
    done = 0
    while _waiting_ids():  # again after the lock was given back, for what came at the very end
        with encoding.alone() as mine:
            if not mine:
                return done
            progress = encoding.Progress()
            while ids := _waiting_ids():
                progress.begin(len(ids))
                done += _encode_block(ids[: progress.block], progress, read)
    return done


def _encode_block(ids: Sequence[UUID], progress: encoding.Progress, read: Read) -> int:
    """What is published was read again, since a text may have changed while it was encoded; then it waits once more."""
    here = runtime()
    index = load_index(here.folder)
    encoders = here.ready_encoders(index)
    Builder(here, index.bank, encoders).encode(
        list(read(ids)), lambda done, total: progress.note(done / max(total, 1), len(ids))
    )
    with here.folder.writing():
        index = load_index(here.folder)
        documents = list(read(ids))
        gone = set(ids) - {document.id for document in documents}
        built = Builder(here, index.bank, here.ready_encoders(index)).quick(documents)
        publish_changes(here, index, built.segment, gone)
    return len(ids) - built.waiting


def _waiting_ids() -> list[UUID]:
    index = load_index(runtime().folder)
    if not index.waiting:
        return []
    return [part.segment.id_at(row) for part in index.parts for row in np.flatnonzero(part.waiting).tolist()]


def bank_texts() -> tuple[list[str], list[BankText]]:
    """Codes in order, and every phrasing, label and explanation of the needs in force."""
    needs = list(Need.objects.in_force())
    if not needs:
        raise NothingToIndex("there are no needs in the database: load the taxonomy first («baken migrate» does)")
    texts = [
        BankText(need.code, part.language, part.text)
        for need in needs
        for texts in (need.label, need.explanation)
        for part in sorted(texts, key=lambda part: part.language)  # PostgreSQL keeps them in an order of its own
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
