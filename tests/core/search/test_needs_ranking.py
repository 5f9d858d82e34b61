import numpy as np

from baken.core.search.needs_ranking import Groups, evidence, shares

GROUPS = Groups.of(np.array([0, 0, 1, 1, 1, 2]), 3)


def test_the_need_with_the_likest_phrasings_wins() -> None:
    found = evidence(np.array([0.1, 0.2, 0.8, 0.9, 0.7, 0.1], np.float32), GROUPS)
    assert found.argmax() == 1


def test_a_need_with_few_phrasings_is_not_punished_for_it() -> None:
    found = evidence(np.array([0.1, 0.2, 0.3, 0.2, 0.1, 0.9], np.float32), GROUPS)
    assert found.argmax() == 2


def test_a_taxonomy_of_one_need_gives_it_the_whole_share() -> None:
    found = evidence(np.array([0.4], np.float32), Groups.of(np.array([0]), 1))
    assert shares({"lexical": found}, {"lexical": 1.0}, 1.0).tolist() == [1.0]


def test_a_need_none_of_whose_phrasings_the_encoder_knows_is_no_nan() -> None:
    only = GROUPS.only(np.array([True, True, False, False, False, True]))
    assert np.isfinite(evidence(np.array([0.5, 0.4, 0.9, 0.9, 0.9, 0.1], np.float32), only)).all()


def test_shares_add_up_to_one() -> None:
    found = {"lexical": np.array([1.0, 2.0, 3.0], np.float32), "e5": np.array([0.0, 5.0, 0.0], np.float32)}
    result = shares(found, {"lexical": 0.5, "e5": 1.0}, 0.7)
    assert abs(result.sum() - 1) < 1e-6
    assert result.argmax() == 1
