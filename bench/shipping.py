"""Makes the vectors that come with the package (src/baken/needs/taxonomy/vectors.npz) from this machine's cache.

    ./baken bench shipping

Run it after the taxonomy's texts have changed; until then a fresh machine encodes the new texts itself, more slowly.
"""

import os
import sys

import numpy as np

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baken.config.settings")
import django

django.setup()

from baken.cli.ready import ready
from baken.needs.encoders.shipped import PATH, write_shelves
from baken.needs.encoders.vectors import Kind, vector_keys
from baken.needs.index.bank import query_texts, shift_texts
from baken.needs.runtime import runtime
from baken.needs.services import bank_texts


def main() -> int:
    ready()
    here = runtime()
    _, texts = bank_texts()
    kept = {}
    for encoder in here.registry.load().values():
        wanted: list[tuple[Kind, list[str]]] = [
            ("query", query_texts(encoder, texts)),
            ("document", shift_texts(texts)),
        ]
        keys = [key for kind, said in wanted for key in vector_keys(encoder, kind, said)]
        rows = np.concatenate([here.cache.encode(encoder, kind, said) for kind, said in wanted])
        unique = {key: number for number, key in enumerate(keys)}
        kept[encoder.dim] = (list(unique), rows[list(unique.values())])
    write_shelves(kept)
    sys.stdout.write(
        f"{PATH.name}: {sum(len(keys) for keys, _ in kept.values())} vectors, {PATH.stat().st_size:,} bytes\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
