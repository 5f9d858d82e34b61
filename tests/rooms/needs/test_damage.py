"""What lies on disk may be damaged: it is made again or said, never a failure without a word."""

from pathlib import Path

import numpy as np
import pytest

from baken.needs.encoders.hashing import Hashing
from baken.needs.encoders.vectors import VectorCache
from baken.needs.index.folders import IndexFolder, IndexMissing


def test_a_damaged_array_of_the_index_is_said_with_what_to_do(tmp_path: Path) -> None:
    folder = IndexFolder(tmp_path)
    name = folder.write("services", {"rows": np.arange(1000)}, {"size": 1})
    (tmp_path / name / "rows.npy").write_bytes(b"\x93NUMPY")
    with pytest.raises(IndexMissing, match="baken index"):
        folder.read(name)


def test_a_damaged_vector_cache_is_made_anew(tmp_path: Path) -> None:
    file = tmp_path / "vectors.sqlite3"
    file.write_bytes(bytes(range(256)) * 20)
    assert VectorCache(file).encode(Hashing(), "query", ["ik slaap niet"]).shape == (1, Hashing().dim)
