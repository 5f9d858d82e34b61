import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from pytest_django import Settings

from baken.core.kinds import LatLon
from baken.needs.index.folders import IndexFolder
from baken.needs.runtime import runtime
from baken.needs.selectors import Document, Hit, IndexMissing, NeedScore, find_documents, understand
from baken.needs.services import build_quick_index, load_taxonomy, rebuild_index, update_documents

from .conftest import DEBT_DESK, FOOD_SHOP, LISTENING, Indexed, service


def find(words: str = "", *needs: str, limit: int = 10, near: LatLon | None = None) -> list[Hit]:
    return list(find_documents(understand(words=words, needs=needs), limit=limit, near=near))


def test_the_tagged_service_comes_first(indexed: Indexed) -> None:
    indexed(FOOD_SHOP, LISTENING, DEBT_DESK)
    first = find("Ik heb schulden")[0]
    assert first.id == DEBT_DESK.id
    assert first.need_fit["money.debts"] > 0.7


def test_one_service_alone_is_still_found(indexed: Indexed) -> None:
    indexed(DEBT_DESK)
    hits = find("Ik heb schulden")
    assert [hit.id for hit in hits] == [DEBT_DESK.id]
    assert 0 < hits[0].score <= 1


def test_among_services_of_one_need_the_words_decide(indexed: Indexed) -> None:
    parcels = service("parcels", "Voedselpakket", "Een voedselpakket voor het gezin.", "money.food")
    garden = service("garden", "Moestuin", "Samen groenten telen op zaterdag.", "money.food")
    indexed(garden, parcels)
    assert find("Waar krijg ik een voedselpakket")[0].id == parcels.id


def test_ticks_alone_give_every_service_of_the_need(indexed: Indexed) -> None:
    indexed(DEBT_DESK, FOOD_SHOP)
    hits = find("", "money.food")
    assert [(hit.id, dict(hit.need_fit)) for hit in hits] == [(FOOD_SHOP.id, {"money.food": 1.0})]


def test_a_service_without_tags_is_read_for_its_needs(indexed: Indexed) -> None:
    untagged = service(
        "untagged", "Ik heb schulden", "Kan je een lening niet betalen? Stapelen de aanmaningen zich op?"
    )
    indexed(untagged)
    fit = find("", "money.debts")[0].need_fit["money.debts"]
    assert 0.3 < fit <= 0.8


def test_a_tag_the_taxonomy_does_not_have_is_no_failure(indexed: Indexed) -> None:
    indexed(service("odd", "Iets", "Wij helpen bij schulden", "money.gold"))
    assert find("Ik heb schulden")


def test_no_service_at_all_is_an_empty_answer(indexed: Indexed) -> None:
    indexed()
    assert find("Ik heb schulden") == []


def test_needs_can_be_asked_that_were_not_understood(indexed: Indexed) -> None:
    indexed(DEBT_DESK, FOOD_SHOP)
    hits = find_documents(understand(words="Ik heb schulden"), needs=[NeedScore("money.food", 1.0)])
    assert hits[0].id == FOOD_SHOP.id


def test_the_limit_holds(indexed: Indexed) -> None:
    indexed(*(service(f"s{number}", "Schuldhulp", "schulden", "money.debts") for number in range(20)))
    assert len(find("Ik heb schulden", limit=5)) == 5


def test_places_far_away_are_left_out_and_those_without_a_place_stay(indexed: Indexed) -> None:
    here, far = LatLon(51.2, 4.4), LatLon(31.95, 35.93)
    near_by, abroad = (
        replace(DEBT_DESK, place=here),
        service("amman", "Schuldhulp", "schulden", "money.debts", place=far),
    )
    phone = service("phone", "Schuldlijn", "schulden", "money.debts")
    indexed(near_by, abroad, phone)
    assert {hit.id for hit in find("", "money.debts", near=here)} == {near_by.id, phone.id}


def test_of_many_equally_good_services_the_nearest_are_looked_at(indexed: Indexed) -> None:
    places = [LatLon(51.2 + number / 100, 4.4) for number in range(20)]
    desks = [service(f"s{n}", "Schuldhulp", "schulden", "money.debts", place=place) for n, place in enumerate(places)]
    indexed(*desks)
    for here in (0, 10, 19):
        hits = find("Ik heb schulden", limit=3, near=places[here])
        assert hits[0].id == desks[here].id
        assert {hit.id for hit in hits} <= {desk.id for desk in desks[max(0, here - 2) : here + 3]}


def test_a_need_others_crowd_out_brings_its_own(indexed: Indexed) -> None:
    indexed(*(service(f"s{number}", "Schuldhulp", "schulden", "money.debts") for number in range(20)), FOOD_SHOP)
    needs = [NeedScore("money.debts", 0.9), NeedScore("money.food", 0.2)]
    understood = understand(words="Ik heb schulden")
    assert FOOD_SHOP.id not in {hit.id for hit in find_documents(understood, needs=needs, limit=5)}
    assert FOOD_SHOP.id in {hit.id for hit in find_documents(understood, needs=needs, limit=5, least=2)}


def test_a_changed_service_is_found_by_its_new_words_at_once(indexed: Indexed) -> None:
    indexed(DEBT_DESK, FOOD_SHOP)
    moved = Document(FOOD_SHOP.id, "nl", "Slaapcursus", "Beter slapen in vijf weken", ("talking.sleep",))
    assert update_documents(documents=[moved])
    assert find("Ik slaap niet meer")[0].id == FOOD_SHOP.id
    assert FOOD_SHOP.id not in {hit.id for hit in find("", "money.food")}


def test_changing_a_service_twice_leaves_it_once(indexed: Indexed) -> None:
    indexed(DEBT_DESK)
    for text in ("eerste", "tweede", "derde"):
        update_documents(documents=[replace(DEBT_DESK, text=text)])
    assert [hit.id for hit in find("", "money.debts")] == [DEBT_DESK.id]


def test_a_removed_service_is_gone_from_base_and_from_delta(indexed: Indexed) -> None:
    indexed(DEBT_DESK, FOOD_SHOP)
    update_documents(documents=[LISTENING])
    update_documents(documents=[], removed=[LISTENING.id, FOOD_SHOP.id])
    assert find("", "talking.sleep") == []
    assert find("", "money.food") == []
    assert find("", "money.debts")


def test_a_removed_service_can_come_back(indexed: Indexed) -> None:
    indexed(DEBT_DESK)
    update_documents(documents=[], removed=[DEBT_DESK.id])
    update_documents(documents=[DEBT_DESK])
    assert [hit.id for hit in find("", "money.debts")] == [DEBT_DESK.id]


def test_many_changes_at_once_are_all_found(indexed: Indexed) -> None:
    indexed(DEBT_DESK)
    update_documents(documents=[service(f"n{number}", "Slaap", "slapen", "talking.sleep") for number in range(40)])
    assert len(find("Ik slaap niet", limit=100)) >= 40


def test_the_same_service_twice_in_one_build_is_one(indexed: Indexed) -> None:
    indexed(DEBT_DESK, replace(DEBT_DESK, title="Nieuw"))
    assert len(find("", "money.debts")) == 1


def test_an_update_without_an_index_is_logged_and_harmless(
    db: None, home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert not update_documents(documents=[DEBT_DESK])
    assert "baken index" in caplog.text


def test_a_quick_index_says_that_services_are_missing(db: None, home: Path, taxonomy: Path) -> None:
    load_taxonomy(folder=taxonomy)
    build_quick_index()
    with pytest.raises(IndexMissing, match="baken index"):
        find("Ik heb schulden")


def test_a_killed_writer_leaves_the_old_index_in_force(
    indexed: Indexed, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    indexed(DEBT_DESK)

    def killed(*_args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(IndexFolder, "publish", killed)
        rebuild_index(documents=[FOOD_SHOP])
    assert [hit.id for hit in find("", "money.debts")] == [DEBT_DESK.id]
    rebuild_index(documents=[FOOD_SHOP])
    assert [hit.id for hit in find("", "money.food")] == [FOOD_SHOP.id]


def test_half_a_pointer_is_said_to_be_damaged(indexed: Indexed, home: Path) -> None:
    indexed(DEBT_DESK)
    (home / "index/current").write_text("{", encoding="utf-8")
    with pytest.raises(Exception, match=r"damaged.*baken index"):
        find("Ik heb schulden")


def test_leftovers_are_swept_but_the_index_before_is_kept(indexed: Indexed, home: Path) -> None:
    indexed(DEBT_DESK)
    for _ in range(4):
        rebuild_index(documents=[DEBT_DESK])
    assert len([path for path in (home / "index").iterdir() if path.is_dir()]) == 3, "two of services, one of needs"


def test_unchanged_texts_are_not_encoded_again(
    indexed: Indexed, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from baken.needs.encoders.hashing import Hashing

    indexed(DEBT_DESK)
    encoded: list[str] = []
    plain = Hashing.encode_documents
    monkeypatch.setattr(Hashing, "encode_documents", lambda self, texts: encoded.extend(texts) or plain(self, texts))
    rebuild_index(documents=[DEBT_DESK, FOOD_SHOP])
    assert encoded
    assert all("Kruidenier" in text or "eten" in text for text in encoded)


def test_progress_is_told_until_all_is_done(indexed: Indexed) -> None:
    indexed()
    told: list[tuple[int, int]] = []
    rebuild_index(documents=[DEBT_DESK], on_progress=lambda done, total: told.append((done, total)))
    assert told
    assert told[-1][0] == told[-1][1]


def test_threads_asking_while_the_index_changes_never_fail(indexed: Indexed) -> None:
    indexed(DEBT_DESK)
    failures: list[Exception] = []

    def ask() -> None:
        try:
            for _ in range(15):
                assert find("Ik heb schulden")[0].id == DEBT_DESK.id
        except Exception as failure:  # noqa: BLE001 whatever goes wrong in a thread must reach the test
            failures.append(failure)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(8):
        update_documents(documents=[service(f"t{number}", "Kruidenier", "eten", "money.food")])
    for thread in threads:
        thread.join()
    assert failures == []


def test_another_process_sees_the_change(indexed: Indexed, home: Path) -> None:
    indexed(DEBT_DESK)
    update_documents(documents=[FOOD_SHOP])
    code = (
        "from pathlib import Path; from baken.needs.index.folders import IndexFolder;"
        "from baken.needs.index.reader import load_index;"
        f"print(load_index(IndexFolder(Path({str(home / 'index')!r}))).documents)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "2"


def test_indexing_other_services_keeps_the_needs_as_they_are(indexed: Indexed, taxonomy: Path) -> None:
    indexed(DEBT_DESK)
    before = runtime().folder.current()
    after = rebuild_index(documents=[FOOD_SHOP])
    assert after.needs == before.needs
    assert after.documents != before.documents
    assert [hit.id for hit in find("", "money.food")] == [FOOD_SHOP.id]


def test_one_phrasing_more_makes_the_needs_anew(indexed: Indexed, taxonomy: Path) -> None:
    indexed(DEBT_DESK)
    before = runtime().folder.current()
    (taxonomy / "phrasings").mkdir()
    (taxonomy / "phrasings/nl.yaml").write_text('money.debts: ["Ik sta in het rood"]', encoding="utf-8")
    load_taxonomy(folder=taxonomy)
    assert rebuild_index(documents=[DEBT_DESK]).needs != before.needs
