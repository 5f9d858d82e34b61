"""The needs' part of the index: the bank of phrasings, as each encoder and the n-grams see them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import numpy as np
from numpy.typing import NDArray

from baken.core.kinds import Encoder
from baken.core.search.head import fit_head
from baken.core.search.needs_ranking import Groups
from baken.core.search.postings import Postings, gram_counts, gram_postings
from baken.core.search.spaces import Space, fit_space, mean_shift
from baken.core.wording import (
    LanguageModel,
    Lexicon,
    Script,
    fit_language_model,
    looks_romanised_arabic,
    script_of,
    skeleton,
    to_arabic,
    tokens,
)
from baken.needs.encoders.vectors import OnProgress, VectorCache
from baken.needs.index.folders import IndexFolder

Floats = NDArray[np.float32]

_SHIFT_LANGUAGES = ("nl", "fr", "en", "ar")  # enough to see where an encoder puts passages
_SKELETON_LETTERS = 3


@dataclass(frozen=True, slots=True)
class BankText:
    """One phrasing, label or explanation of a need."""

    code: str
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class EncodedBank:
    """The bank in one encoder's space. `groups` holds only phrasings in languages the encoder knows; `head` is learnt
    from them (core.search.head)."""

    space: Space
    vectors: Floats
    head: Floats
    groups: Groups
    shift: Floats
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Bank:
    """Everything `understand` needs besides the encoders themselves."""

    codes: tuple[str, ...]
    groups: Groups
    encoded: Mapping[str, EncodedBank]
    postings: Postings
    idf: Floats
    language_model: LanguageModel
    lexicon: Lexicon


def lexical_words(text: str, *, romanised: bool) -> list[str]:
    """Folded words; where a text may be a romanisation of another script (or is in that script), also skeletons."""
    words = tokens(text)
    script = script_of(text)
    if script in (Script.ARABIC, Script.ETHIOPIC) or (romanised and script is Script.LATIN):
        words += [f"~{bones}" for word in words if len(bones := skeleton(word)) >= _SKELETON_LETTERS]
    return words


def encodable(text: str, language: str, lexicon: Lexicon) -> str:
    """What an encoder should see: Arabic in Latin letters is turned into Arabic script first."""
    romanised = language == "ar" and looks_romanised_arabic(text, expected=True)
    return to_arabic(text, lexicon) if romanised else text


def made_of(texts: Sequence[BankText], codes: Sequence[str], encoders: Mapping[str, Encoder]) -> str:
    """Changes with any text, need or encoder: the same bank need not be written again."""
    digest = sha256(json.dumps(list(codes)).encode())
    for name, encoder in encoders.items():
        digest.update(f"{name}\0{encoder.fingerprint}\0".encode())
    for text in texts:
        digest.update(f"{text.code}\0{text.language}\0{text.text}\0".encode())
    return digest.hexdigest()


def write_bank(
    folder: IndexFolder,
    texts: Sequence[BankText],
    codes: Sequence[str],
    encoders: Mapping[str, Encoder],
    cache: VectorCache,
    on_progress: OnProgress | None = None,
) -> str:
    """Write the bank to a new folder and give its name. `codes`: the needs in order."""
    number = {code: row for row, code in enumerate(codes)}
    labels = np.array([number[text.code] for text in texts], np.int64)
    languages = [text.language for text in texts]
    lexicon = Lexicon.from_texts([text.text for text in texts if text.language == "ar"])
    arrays: dict[str, NDArray[Any]] = {"labels": labels}
    for name, encoder in encoders.items():
        arrays |= _encoded_arrays(name, encoder, texts, labels, len(codes), cache, on_progress)
    postings, idf = gram_postings(gram_counts(lexical_words(text.text, romanised=False)) for text in texts)
    model = fit_language_model([text.text for text in texts], languages)
    arrays |= _postings_arrays(postings) | {"idf": idf, "language_model": model.log_shares}
    meta = {
        "codes": list(codes),
        "languages": languages,
        "size": len(texts),
        "encoders": {name: encoder.fingerprint for name, encoder in encoders.items()},
        "model_languages": list(model.languages),
        "lexicon": dict(lexicon.by_skeleton),
        "made_of": made_of(texts, codes, encoders),
    }
    return folder.write("needs", arrays, meta)


def _encoded_arrays(
    name: str,
    encoder: Encoder,
    texts: Sequence[BankText],
    labels: NDArray[np.int64],
    needs: int,
    cache: VectorCache,
    on_progress: OnProgress | None,
) -> dict[str, NDArray[Any]]:
    languages = [text.language for text in texts]
    known = np.array([_knows(encoder, language) for language in languages])
    vectors = np.zeros((len(texts), encoder.dim), np.float32)
    vectors[known] = cache.encode(encoder, "query", query_texts(encoder, texts), on_progress)
    space = fit_space(vectors[known], labels[known], [tag for tag, ok in zip(languages, known, strict=True) if ok])
    passages = {language: cache.encode(encoder, "document", joined) for language, joined in _passages_of(texts).items()}
    projected = space.project(vectors, languages)
    return {
        f"{name}.vectors": projected,
        f"{name}.head": fit_head(projected[known], labels[known], needs),
        f"{name}.means": space.means,
        f"{name}.transform": space.transform,
        f"{name}.known": known,
        f"{name}.shift": mean_shift(passages, space),
        f"{name}.space_languages": np.array(space.languages),
    }


def query_texts(encoder: Encoder, texts: Sequence[BankText]) -> list[str]:
    """What `encoder` sees of the bank as questions: the texts in languages it knows, in order."""
    lexicon = Lexicon.from_texts([text.text for text in texts if text.language == "ar"])
    known = (text for text in texts if _knows(encoder, text.language))
    return [encodable(text.text, text.language, lexicon) for text in known]


def shift_texts(texts: Sequence[BankText]) -> list[str]:
    """What every encoder sees of the bank as passages."""
    return [text for joined in _passages_of(texts).values() for text in joined]


def _passages_of(texts: Sequence[BankText]) -> dict[str, list[str]]:
    joined = {language: _passages(texts, language) for language in _SHIFT_LANGUAGES}
    return {language: passages for language, passages in joined.items() if passages}


def _passages(texts: Sequence[BankText], language: str) -> list[str]:
    """Per need one text the length of a service's description: its phrasings one after another."""
    joined: dict[str, list[str]] = {}
    for text in texts:
        if text.language == language:
            joined.setdefault(text.code, []).append(text.text)
    return [". ".join(parts[-3:]) for parts in joined.values()]


def _knows(encoder: Encoder, language: str) -> bool:
    return encoder.languages is None or language.split("-")[0] in encoder.languages


def _postings_arrays(postings: Postings) -> dict[str, NDArray[Any]]:
    return {
        "terms": postings.terms,
        "offsets": postings.offsets,
        "rows": postings.rows,
        "weights": postings.weights,
    }


def read_bank(folder: IndexFolder, name: str) -> Bank:
    arrays, meta = folder.read(name)
    groups = Groups.of(arrays["labels"], len(meta["codes"]))
    return Bank(
        codes=tuple(meta["codes"]),
        groups=groups,
        encoded={key: _encoded(key, arrays, groups, print_) for key, print_ in meta["encoders"].items()},
        postings=Postings(arrays["terms"], arrays["offsets"], arrays["rows"], arrays["weights"], meta["size"]),
        idf=arrays["idf"],
        language_model=LanguageModel(tuple(meta["model_languages"]), arrays["language_model"]),
        lexicon=Lexicon(meta["lexicon"]),
    )


def _encoded(name: str, arrays: Mapping[str, NDArray[Any]], groups: Groups, fingerprint: str) -> EncodedBank:
    languages = tuple(arrays[f"{name}.space_languages"].tolist())
    return EncodedBank(
        space=Space(languages, arrays[f"{name}.means"], arrays[f"{name}.transform"]),
        vectors=arrays[f"{name}.vectors"],
        head=arrays[f"{name}.head"],
        groups=groups.only(arrays[f"{name}.known"]),
        shift=arrays[f"{name}.shift"],
        fingerprint=fingerprint,
    )
