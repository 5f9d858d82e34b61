import numpy as np
from numpy.typing import NDArray

from baken.core.search.spaces import fit_space, mean_shift, unit

RNG = np.random.default_rng(7)


def bank(
    needs: int = 6, languages: tuple[str, ...] = ("nl", "ar"), dim: int = 32
) -> tuple[NDArray[np.float32], NDArray[np.int64], list[str]]:
    """Every language moves all its vectors its own way; a need has its own direction."""
    needs_at, languages_at = RNG.normal(size=(needs, dim)), 3 * RNG.normal(size=(len(languages), dim))
    rows = [(need, number) for need in range(needs) for number in range(len(languages)) for _ in range(4)]
    vectors = np.stack([needs_at[need] + languages_at[number] + 0.3 * RNG.normal(size=dim) for need, number in rows])
    return (
        unit(vectors.astype(np.float32)),
        np.array([need for need, _ in rows]),
        [languages[number] for _, number in rows],
    )


def test_phrasings_of_one_need_lie_nearest_whatever_their_language() -> None:
    vectors, labels, languages = bank()
    space = fit_space(vectors, labels, languages)
    rows = space.project(vectors, languages)
    dutch = np.array(languages) == "nl"
    nearest = np.argmax(rows[dutch] @ rows[~dutch].T, axis=1)
    assert (labels[~dutch][nearest] == labels[dutch]).all()


def test_projected_rows_are_unit_vectors() -> None:
    vectors, labels, languages = bank()
    rows = fit_space(vectors, labels, languages).project(vectors, languages)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_an_unknown_language_is_centred_on_all() -> None:
    vectors, labels, languages = bank()
    space = fit_space(vectors, labels, languages)
    assert np.isfinite(space.project(vectors[:1], ["und"])).all()


def test_one_single_phrasing_is_enough_to_make_a_space() -> None:
    vectors, labels, languages = bank()
    space = fit_space(vectors[:1], labels[:1], languages[:1])
    assert np.isfinite(space.project(vectors[:3], languages[:3])).all()


def test_a_vector_that_is_its_language_mean_stays_zero_and_no_nan() -> None:
    vectors, labels, languages = bank()
    space = fit_space(vectors[:1], labels[:1], languages[:1])
    assert not space.project(vectors[:1], languages[:1]).any()


def test_passages_are_moved_by_how_far_they_lie_from_questions() -> None:
    vectors, labels, languages = bank()
    space = fit_space(vectors, labels, languages)
    offset = np.full(vectors.shape[1], 0.5, np.float32)
    dutch = np.array(languages) == "nl"
    shift = mean_shift({"nl": vectors[dutch] + offset}, space)
    np.testing.assert_allclose(shift, offset, atol=1e-5)
    moved = space.project(vectors[dutch] + offset, ["nl"] * int(dutch.sum()), shift)
    np.testing.assert_allclose(moved, space.project(vectors[dutch], ["nl"] * int(dutch.sum())), atol=1e-3)
