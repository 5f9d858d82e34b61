import numpy as np

from baken.core.search.head import fit_head, read_head


def blobs(needs: int, each: int, dim: int = 16) -> tuple[np.ndarray, np.ndarray]:
    """Unit vectors around one centre a need."""
    random = np.random.default_rng(4)
    centres = random.normal(size=(needs, dim))
    labels = np.repeat(np.arange(needs), each)
    vectors = centres[labels] + 0.3 * random.normal(size=(len(labels), dim))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32), labels


def test_a_head_reads_what_it_has_not_seen() -> None:
    vectors, labels = blobs(5, 60)
    seen = np.arange(len(labels)) % 3 > 0
    head = fit_head(vectors[seen], labels[seen], 5)
    right = read_head(vectors[~seen], head).argmax(1) == labels[~seen]
    assert right.mean() > 0.95


def test_the_same_texts_give_the_same_head() -> None:
    vectors, labels = blobs(3, 20)
    assert (fit_head(vectors, labels, 3) == fit_head(vectors, labels, 3)).all()


def test_what_tells_needs_apart_counts_more_than_what_all_share() -> None:
    """One axis is large and says nothing; the nearest neighbour would follow it."""
    random = np.random.default_rng(1)
    labels = np.arange(400) % 2
    vectors = random.normal(size=(400, 8)).astype(np.float32)
    vectors[:, 0] *= 10
    vectors[:, 1] = np.where(labels == 1, 1.0, -1.0) + 0.2 * vectors[:, 1]
    head = fit_head(vectors[:300], labels[:300], 2)
    assert (read_head(vectors[300:], head).argmax(1) == labels[300:]).mean() > 0.95


def test_few_phrasings_or_none_are_no_failure() -> None:
    vectors, labels = blobs(2, 1)
    assert np.isfinite(fit_head(vectors, labels, 2)).all()
    assert not fit_head(np.zeros((0, 16), np.float32), np.zeros(0, np.int64), 2).any()
