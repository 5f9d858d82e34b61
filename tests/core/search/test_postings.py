import numpy as np
import pytest

from baken.core.search.postings import (
    build_postings,
    document_features,
    document_similarity,
    gram_counts,
    gram_postings,
    gram_similarity,
    merge_postings,
)

PHRASINGS = ["ik heb schulden", "mijn kind hoest", "ik slaap niet", "wij zoeken een huis"]
POSTINGS, IDF = gram_postings([gram_counts(text.split()) for text in PHRASINGS])


def test_a_phrasing_is_wholly_like_itself() -> None:
    assert gram_similarity(["ik", "heb", "schulden"], POSTINGS, IDF)[0] == pytest.approx(1, abs=1e-4)


def test_a_typing_error_still_finds_the_phrasing() -> None:
    assert gram_similarity(["schuldn"], POSTINGS, IDF).argmax() == 0


def test_words_that_no_phrasing_has_make_a_question_less_like_any() -> None:
    plain = gram_similarity(["schulden"], POSTINGS, IDF).max()
    assert gram_similarity(["schulden", "xylofoon", "quatsch"], POSTINGS, IDF).max() < plain


def test_nothing_matches_nothing() -> None:
    assert not gram_similarity(["zzzzqqq"], POSTINGS, IDF).any()
    assert not gram_similarity([], POSTINGS, IDF).any()


def test_an_empty_collection_scores_no_rows() -> None:
    assert document_similarity(["woord"], [build_postings([])])[0].shape == (0,)


def documents(*texts: str) -> list[dict[int, float]]:
    return [document_features(text.split()) for text in texts]


def test_inflected_words_match_by_their_beginning() -> None:
    part = build_postings(documents("hulp bij schulden", "huiswerk maken"))
    scores = document_similarity(["schuldenaar"], [part])[0]
    assert scores[0] > 0 == scores[1]


def test_the_best_reachable_share_is_one_at_most() -> None:
    part = build_postings(documents("hulp hulp hulp hulp", "iets anders"))
    assert 0 < document_similarity(["hulp"], [part])[0].max() <= 1


def test_two_parts_score_as_one_collection_would() -> None:
    texts = ["hulp bij schulden", "huiswerk maken", "hulp in huis", "taal oefenen"]
    whole = document_similarity(["hulp", "huis"], [build_postings(documents(*texts))])[0]
    halves = [build_postings(documents(*texts[:2])), build_postings(documents(*texts[2:]))]
    np.testing.assert_allclose(np.concatenate(document_similarity(["hulp", "huis"], halves)), whole, rtol=1e-5)


def test_merged_postings_drop_rows_and_number_the_rest_anew() -> None:
    first, second = build_postings(documents("a1 hulp", "b1 taal")), build_postings(documents("c1 hulp"))
    merged = merge_postings([(first, np.array([False, True])), (second, np.array([True]))])
    assert merged.size == 2
    scores = document_similarity(["hulp"], [merged])[0]
    assert scores[0] == 0 < scores[1]
