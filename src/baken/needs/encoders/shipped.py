"""Vectors of the taxonomy's own texts that come with the package, so that a fresh machine need not make them.

One .npz: per dimension the keys in ascending order, and int8 vectors with a scale each (a cosine is off by under 1e-3).
A key is the hash of encoder, kind and text, so a text that was changed since is simply not found here and is encoded.
Made by `./baken bench shipping`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

PATH: Final = Path(__file__).parents[1] / "taxonomy/vectors.npz"
_STEPS: Final = 127


@dataclass(frozen=True, slots=True)
class Shelf:
    """One encoder's vectors. `rows`: key -> row; `scales`: (n,) float32."""

    rows: Mapping[bytes, int]
    vectors: NDArray[np.int8]
    scales: NDArray[np.float32]


@lru_cache(maxsize=1)
def shelves(path: Path = PATH) -> Mapping[int, Shelf]:
    """Dimension -> shelf; empty where nothing was shipped."""
    if not path.exists():
        return {}
    with np.load(path) as kept:
        dims = {int(name.split(".")[0]) for name in kept.files}
        return {
            dim: Shelf(
                {key.tobytes(): row for row, key in enumerate(kept[f"{dim}.keys"])},
                kept[f"{dim}.vectors"],
                kept[f"{dim}.scales"],
            )
            for dim in dims
        }


def shipped(keys: Sequence[bytes], dim: int) -> dict[bytes, NDArray[np.float32]]:
    """The vectors that came with the package, by key."""
    shelf = shelves().get(dim)
    if shelf is None:
        return {}
    found = {key: shelf.rows[key] for key in keys if key in shelf.rows}
    return {key: shelf.vectors[row].astype(np.float32) * shelf.scales[row] for key, row in found.items()}


def write_shelves(vectors: Mapping[int, tuple[Sequence[bytes], NDArray[np.float32]]], path: Path = PATH) -> None:
    """`vectors`: dimension -> keys and their vectors, in the same order."""
    arrays: dict[str, NDArray[np.generic]] = {}
    for dim, (keys, rows) in vectors.items():
        order = sorted(range(len(keys)), key=lambda number: keys[number])
        ordered = rows[order]
        scales = np.abs(ordered).max(axis=1) / _STEPS
        arrays[f"{dim}.keys"] = np.frombuffer(b"".join(keys[i] for i in order), np.uint8).reshape(-1, 16)
        arrays[f"{dim}.vectors"] = np.rint(ordered / scales[:, None]).astype(np.int8)
        arrays[f"{dim}.scales"] = scales.astype(np.float32)
    with path.open("wb") as file:
        np.savez(file, allow_pickle=False, **arrays)
    shelves.cache_clear()
