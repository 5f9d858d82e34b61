"""Vectors that come with the package: the same as the encoder gives, and only for texts that did not change."""

import random
from pathlib import Path

import numpy as np
import pytest

from baken.needs.encoders.e5 import E5
from baken.needs.encoders.shipped import shelves, shipped, write_shelves
from baken.needs.encoders.vectors import vector_keys
from baken.needs.taxonomy_files import FOLDER, read_taxonomy


@pytest.mark.encoders
def test_shipped_vectors_are_what_the_encoder_says(tmp_path: Path) -> None:
    encoder = E5(cache=tmp_path)
    needs = [need for domain in read_taxonomy(FOLDER) for need in domain.needs]
    texts = random.Random(7).sample(
        [text for need in needs for text in need.phrasings["ti"] + need.phrasings["nl"]], 24
    )
    kept = shipped(vector_keys(encoder, "query", texts), encoder.dim)
    assert len(kept) >= 20, "most phrasings have changed since: run ./baken bench shipping"
    fresh = encoder.encode_queries(texts)
    for key, vector in zip(vector_keys(encoder, "query", texts), fresh, strict=True):
        if key in kept:
            assert float(kept[key] @ vector) > 0.999 * float(np.linalg.norm(kept[key]))


def test_a_text_that_was_never_shipped_is_not_found(tmp_path: Path) -> None:
    encoder = E5(cache=tmp_path)
    assert shipped(vector_keys(encoder, "query", ["Deze zin heeft niemand ooit verzonden."]), encoder.dim) == {}


def test_vectors_come_back_from_the_shelf_as_they_were_put(tmp_path: Path) -> None:
    rows = np.random.default_rng(3).normal(size=(5, 8)).astype(np.float32)
    keys = [bytes([number]) * 16 for number in (9, 2, 7, 1, 4)]
    write_shelves({8: (keys, rows)}, tmp_path / "shelf.npz")
    shelf = shelves(tmp_path / "shelf.npz")[8]
    back = np.stack([shelf.vectors[shelf.rows[key]] * shelf.scales[shelf.rows[key]] for key in keys])
    assert np.allclose(back, rows, atol=np.abs(rows).max() / 100)
    shelves.cache_clear()
