import numpy as np
import pytest

from baken.core.search.documents_ranking import (
    FIRST_PASS_ABOVE,
    Question,
    Vectors,
    best_first,
    guessed,
    likeness,
    mix,
    nearness,
    need_part,
    packed,
    rescored,
    text_fit,
    weighted_mean,
)


def unit_rows(rows: int, dim: int = 8) -> np.ndarray:
    vectors = np.random.default_rng(3).normal(size=(rows, dim)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def question(vector: np.ndarray) -> Question:
    return Question(vector, 0.0, 0.25, 1.0)


def vectors_of(chunks: np.ndarray, starts: np.ndarray, narrow: np.ndarray) -> Vectors:
    return Vectors(*packed(chunks), starts, narrow)


def test_the_best_chunk_and_half_the_whole_make_the_likeness() -> None:
    chunks = np.eye(3, 8, dtype=np.float32)
    vectors = vectors_of(chunks, np.array([0, 2, 3]), chunks[[0, 2]])
    z = likeness([question(chunks[1])], vectors, np.array([0, 1]))
    assert z[0] == pytest.approx((1 + 0.5 * 0) / 1.5 / 0.25)
    assert z[1] == 0


def test_some_rows_score_as_they_do_among_all() -> None:
    chunks = unit_rows(12)
    vectors = vectors_of(chunks, np.arange(0, 13, 2), chunks[::2])
    every = likeness([question(chunks[3])], vectors, np.arange(6))
    np.testing.assert_allclose(likeness([question(chunks[3])], vectors, np.array([1, 4])), every[[1, 4]], rtol=1e-5)


def test_one_service_alone_has_a_finite_score() -> None:
    chunks = unit_rows(1)
    z = likeness([Question(chunks[0], 0.1, 0.0, 1.0)], vectors_of(chunks, np.array([0, 1]), chunks), np.array([0]))
    assert np.isfinite(z).all()


def test_the_best_answered_need_counts() -> None:
    fits = np.array([[1.0, 0.0, 0.4], [0.0, 1.0, 0.4]], np.float32)
    np.testing.assert_allclose(need_part(fits, np.array([0.8, 0.4], np.float32)), [1.0, 0.5, 0.4])


def test_without_needs_the_words_alone_decide() -> None:
    text = np.array([0.2, 0.9], np.float32)
    assert (mix(np.zeros(2, np.float32), text, any_need=False) == text).all()


def test_without_words_the_needs_alone_decide() -> None:
    need = np.array([1.0, 0.5], np.float32)
    assert (mix(need, None, any_need=True) == need).all()


def test_text_fit_grows_with_meaning_and_with_words() -> None:
    low, by_meaning, by_words = text_fit(np.array([0.0, 3.0, 0.0]), np.array([0.0, 0.0, 1.0]))
    assert low < by_words
    assert low < by_meaning


def test_few_documents_are_all_looked_at_closely() -> None:
    assert len(rescored(np.zeros(FIRST_PASS_ABOVE))) == FIRST_PASS_ABOVE
    scores = np.arange(FIRST_PASS_ABOVE + 1, dtype=np.float32)
    assert FIRST_PASS_ABOVE in rescored(scores)
    assert len(rescored(scores)) < FIRST_PASS_ABOVE


def test_a_need_that_few_answer_is_looked_at_closely_however_many_answer_another() -> None:
    common = np.linspace(1, 2, FIRST_PASS_ABOVE + 1, dtype=np.float32)
    rare = np.zeros(FIRST_PASS_ABOVE + 1, np.float32)
    rare[7] = 1.0
    assert 7 not in rescored(common)
    assert 7 in rescored(common, [rare], 5)


def test_a_packed_cosine_is_hardly_off() -> None:
    rows = unit_rows(200, 384)
    values, scales = packed(rows)
    unpacked = values.astype(np.float32) * scales[:, None]
    assert np.abs(unpacked @ rows.T - rows @ rows.T).max() < 0.005


def test_a_row_of_zeros_stays_zeros_when_packed() -> None:
    values, scales = packed(np.zeros((1, 8), np.float32))
    assert not values.any()
    assert np.isfinite(scales).all()


def test_nearer_is_worth_more_and_no_place_is_neither() -> None:
    near, unknown, far = nearness(np.array([100.0, np.nan, 9000.0], np.float32))
    assert near > unknown > far > 0


def test_equal_scores_keep_their_order() -> None:
    assert best_first(np.array([0.5, 0.5, 0.9], np.float32), 3).tolist() == [2, 0, 1]


def test_no_encoder_means_a_z_of_zero() -> None:
    assert weighted_mean([], 3).tolist() == [0, 0, 0]


def test_the_clause_that_suits_a_service_best_counts() -> None:
    chunks = np.eye(2, 8, dtype=np.float32)
    vectors = vectors_of(chunks, np.array([0, 1, 2]), chunks)
    both = likeness([question(chunks[0]), question(chunks[1])], vectors, np.array([0, 1]))
    assert both[0] == both[1] > 0


def test_a_document_without_chunks_has_no_likeness_and_leaves_that_of_others_alone() -> None:
    chunks = unit_rows(4)
    whole = likeness([question(chunks[3])], vectors_of(chunks, np.array([0, 2, 4]), chunks[[0, 2]]), np.arange(2))
    narrow = np.stack([chunks[0], np.zeros(8, np.float32), chunks[2], np.zeros(8, np.float32)])
    gaps = vectors_of(chunks, np.array([0, 2, 2, 4, 4]), narrow)
    z = likeness([question(chunks[3])], gaps, np.arange(4))
    np.testing.assert_array_equal(np.isnan(z), [False, True, False, True])
    np.testing.assert_allclose(z[[0, 2]], whole)
    assert np.isnan(likeness([question(chunks[3])], gaps, np.array([1]))).all()


def test_a_waiting_document_is_guessed_to_mean_what_documents_like_it_mean() -> None:
    features = np.array([[1, 0.5]] * 20 + [[0, 0]] * 20 + [[1, 0.5], [0, 0]], np.float32)
    z = np.array([3.0, 2.0] * 10 + [0.0, 0.5] * 10 + [np.nan, np.nan], np.float32)
    guess = guessed(z, features)
    assert guess[-2] == pytest.approx(2.5, abs=0.2)
    assert guess[-1] == pytest.approx(0.25, abs=0.2)
    np.testing.assert_array_equal(guess[:-2], z[:-2])


def test_a_guess_never_leaves_what_was_seen() -> None:
    features = np.array([[0.0], [0.1], [1.0]], np.float32)
    assert 0 <= guessed(np.array([0.0, 1.0, np.nan], np.float32), features)[2] <= 1


@pytest.mark.parametrize("z", [[np.nan, np.nan], [1.0, 2.0]])
def test_all_or_none_encoded_needs_no_guess(z: list[float]) -> None:
    guess = guessed(np.array(z, np.float32), np.zeros((2, 2), np.float32))
    assert guess.tolist() == ([0, 0] if np.isnan(z).all() else z)


def test_among_many_those_that_wait_have_places_of_their_own() -> None:
    scores = np.linspace(2, 1, FIRST_PASS_ABOVE + 1000, dtype=np.float32)
    encoded = np.arange(len(scores)) < FIRST_PASS_ABOVE  # all of them before any that waits
    chosen = rescored(scores, (), 0, encoded)
    assert encoded[chosen].sum() == (~encoded[chosen]).sum() == 500
