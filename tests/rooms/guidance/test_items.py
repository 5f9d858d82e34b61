"""Materials, cards, rights and courses: read whole or not at all, found by choice, need, own words, situation."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from baken.core.kinds import TextState
from baken.guidance import items as guidance
from baken.guidance.items import Choice
from baken.guidance.loading import content_files, title_files
from baken.guidance.models import GuidanceItem, LoadedGuidance
from baken.guidance.services import BadGuidance, bring_in_step, load_guidance
from baken.needs.taxonomy_files import read_taxonomy

pytestmark = pytest.mark.django_db


class WrittenOut(yaml.SafeDumper):
    """What stands in two places is written twice."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


GOOD = {
    "code": "x-1",
    "kind": "material",
    "title": {"nl": "Folder over slapen", "en": "Leaflet on sleep"},
    "text": {"nl": "Tips."},
    "languages": ["nl", "ar"],
    "forms": ["leaflet"],
    "audiences": ["everyone"],
    "needs": ["talking.sleep"],
    "source": "s",
}
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(*entries: Any, **top: Any) -> Path:
        document = {"origin": "a test", "sources": {"s": {"key": "a test", "date": "2026"}}, "items": [*entries]}
        path = tmp_path / "items.yaml"
        path.write_text(yaml.dump(document | top, allow_unicode=True, Dumper=WrittenOut), encoding="utf-8")
        return path

    return written


@pytest.fixture
def ours() -> None:
    bring_in_step()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"code": "Not A Code"}, "code: must be"),
        ({"code": ["a"]}, "code: must be"),
        ({"code": "good"}, "code: 'good' is used twice"),
        ({"kind": "song"}, "kind: 'song' is not one of material, card"),
        ({"title": {}}, "title: must map languages"),
        ({"title": {"nl": 12}}, "title.nl: must be a text"),
        ({"kind": "card", "text": {}}, "text: a card says something"),
        ({"forms": ["tape"]}, "forms: 'tape' is not one of"),
        ({"forms": "film"}, "forms: must be a list"),
        ({"audiences": ["clients"]}, "audiences: 'clients' is not one of"),
        ({"groups": [1]}, "groups: 1 is not one of"),
        ({"situations": ["citizen"]}, "situations: 'citizen' is not one of"),
        ({"regions": ["france"]}, "regions: 'france' is not one of"),
        ({"languages": ["Dutch"]}, "languages: must be a list of language tags"),
        ({"needs": ["sleep"]}, "needs: must be a list of codes"),
        ({"address": "javascript:alert(1)"}, "address: must be an https address"),
        ({"publisher": "a\nb"}, "publisher: must be a text of one line"),
        ({"more_languages": "yes"}, "more_languages: must be true or false"),
        ({"source": "t"}, "source: 't' is not one of s"),
        ({"price": "0"}, "price: no such field"),
    ],
    ids=str,
)
def test_one_bad_item_is_named_and_nothing_is_written(write: Write, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(BadGuidance) as refusal:
        load_guidance(paths=[write(GOOD | {"code": "good"}, GOOD | changes)])
    (problem,) = refusal.value.problems
    assert problem.startswith("item 1")
    assert message in problem
    assert not GuidanceItem.objects.exists()


@pytest.mark.parametrize("top", [{"state": "perfect"}, {"items": {}}, {"items": [GOOD], "helplines": 3}], ids=str)
def test_a_file_without_its_head_is_refused(write: Write, top: dict[str, Any]) -> None:
    with pytest.raises(BadGuidance):
        load_guidance(paths=[write(GOOD, **top)])


def test_an_item_that_is_no_mapping_is_named(write: Write) -> None:
    with pytest.raises(BadGuidance, match="item 0: must be a mapping"):
        load_guidance(paths=[write("leaflet")])


def test_a_need_that_does_not_exist_is_named_once_the_needs_are_known(write: Write, small_town: None) -> None:
    with pytest.raises(BadGuidance, match=r"item x-1: needs: there is no need 'talking\.moon'"):
        load_guidance(paths=[write(GOOD | {"needs": ["talking.moon"]})])


def test_loading_again_changes_nothing_and_leaving_out_removes(write: Write) -> None:
    assert load_guidance(paths=[write(GOOD, GOOD | {"code": "x-2"})]).added == 2
    assert load_guidance(paths=[write(GOOD, GOOD | {"code": "x-2"})]).unchanged == 2
    gone = load_guidance(paths=[write(GOOD | {"publisher": "Ons huis"})])
    assert (gone.changed, gone.removed) == (1, 1)


def test_what_an_editor_changed_is_neither_overwritten_nor_removed(write: Write) -> None:
    load_guidance(paths=[write(GOOD, GOOD | {"code": "x-2"})])
    GuidanceItem.objects.update(edited=True, publisher="by hand")
    assert load_guidance(paths=[write(GOOD)]).kept == 1
    assert [item.publisher for item in GuidanceItem.objects.all()] == ["by hand", "by hand"]


def test_titles_come_from_a_file_of_their_language(write: Write, tmp_path: Path) -> None:
    titles = tmp_path / "ar.yaml"
    titles.write_text("x-1: منشور عن النوم\n", encoding="utf-8")
    load_guidance(paths=[write(GOOD)], titles=[titles])
    item = GuidanceItem.objects.get()
    assert item.titles["ar"] == {"text": "منشور عن النوم", "state": TextState.MACHINE_DRAFTED}
    assert item.titles["nl"]["state"] == TextState.ORIGINAL


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("ar.yaml", "x-9: x", "x-9: no item and no helpline has this code"),
        ("ar.yaml", "x-1: 3", r"x-1: title\.ar: must be a text under a language tag; quote numbers"),
        ("ar.yaml", f"x-1: {'a' * 201}", r"x-1: title\.ar: must be a text of one line, at most 200 characters"),
        ("ar.yaml", 'x-1: "a\\nb"', r"x-1: title\.ar: must be a text of one line"),
        ("nl.yaml", "x-1: Folder", "x-1: its title in 'nl' stands with the entry itself"),
        ("ar.yaml", "- x-1", "must be a mapping"),
        ("Arabic!.yaml", "x-1: x", "must be named after a language"),
    ],
)
def test_a_bad_file_of_titles_is_named_and_nothing_is_written(
    write: Write, tmp_path: Path, name: str, content: str, message: str
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(BadGuidance, match=message):
        load_guidance(paths=[write(GOOD)], titles=[tmp_path / name])
    assert not GuidanceItem.objects.exists()


def test_our_own_files_are_loaded_once_and_then_cost_one_query(
    ours: None, django_assert_num_queries: Callable[..., Any]
) -> None:
    with django_assert_num_queries(1):
        bring_in_step()
    assert LoadedGuidance.objects.count() == 1


def test_our_content_stands_in_three_languages_with_a_source_and_needs_that_exist(ours: None) -> None:
    needs = {need.code for domain in read_taxonomy() for need in domain.needs}
    for item in GuidanceItem.objects.all():
        assert {"nl", "fr", "en"} <= set(item.titles), item.code
        for texts in filter(None, (item.bodies, item.asks)):
            assert set(texts) == {"nl", "fr", "en"}, item.code
        states = {text["state"] for texts in (item.titles, item.bodies, item.asks) for text in texts.values()}
        assert states == {TextState.MACHINE_DRAFTED}, item.code
        assert item.source.split(":")[0] in {"GGZ", "ANT", "WHC", "public knowledge, unconfirmed"}, item.code
        assert item.source_date, item.code
        assert item.needs and set(item.needs) <= needs, item.code


def test_every_file_of_titles_is_of_a_language_of_the_pages(settings: Any) -> None:
    assert {path.stem for path in title_files()} <= {tag for tag, _name in settings.LANGUAGES}
    assert len(content_files()) == 4


def test_all_roles_and_groups_have_a_card(ours: None) -> None:
    for role in guidance.ROLES:
        assert guidance.items("card", Choice(audience=role), "nl").found, role
    for group in guidance.GROUPS:
        assert guidance.items("card", Choice(group=group), "nl").found, group


def test_a_language_that_the_source_does_not_name_is_perhaps_and_never_no(ours: None) -> None:
    shelf = guidance.items("material", Choice(language="tr"), "nl")
    assert [card.code for card in shelf.found] == ["corona-stress-care-leaflets"]
    perhaps = {card.code for card in shelf.perhaps}
    assert "relaxation-exercises" in perhaps  # several languages
    assert "health-asylum-refugees" in perhaps  # languages not known
    assert "films-mental-complaints" not in perhaps  # English, and no other


def test_materials_are_found_by_topic_and_form(ours: None) -> None:
    found = guidance.items("material", Choice(domain="health", form="poster"), "nl").found
    assert [card.code for card in found] == ["corona-posters-government"]


def test_at_most_three_materials_for_everybody_stand_with_the_doors_in_the_persons_language_first(ours: None) -> None:
    cards = guidance.materials_for(["health.infection"], speaks=["tr"], languages=["nl"], most=3)
    assert [card.code for card in cards][:1] == ["corona-stress-care-leaflets"]
    assert len(cards) == 3
    assert guidance.materials_for(["mobility.driving"], speaks=["nl"], languages=["nl"], most=3) == []


def test_every_cell_of_situations_and_regions_is_there_also_where_nothing_is_known(ours: None) -> None:
    cells = guidance.matrix("nl")
    assert len(cells) == 8 * 4
    assert cells["temporary-protection", "flanders"] == 2
    assert cells["eu-resident", "netherlands"] == 0


def test_rights_that_are_told_are_apart_from_those_to_be_asked(ours: None) -> None:
    found = guidance.rights("no-papers", "netherlands", "nl")
    assert [card.code for card in found.known] == ["right-cak-scheme"]
    assert [card.code for card in found.perhaps] == ["right-without-permit"]
    assert set(found.told) == set(guidance.RIGHTS_DOMAINS)
    assert found.told["housing"] == ()


def test_a_rule_of_one_region_is_not_told_of_another(ours: None) -> None:
    told = {card.code for card in guidance.rights("family-migrant", "wallonia", "nl").perhaps}
    assert "right-integration-course" in told
    assert "right-social-tenants-dutch" not in told


def test_own_words_find_by_need_and_say_what_is_for_everybody_first(small_town: None) -> None:
    found = guidance.search("Ik heb veel stress en ik pieker", "nl")
    assert "talking.stress" in found.needs
    for_work = [card.kind != "entitlement" and "everyone" not in card.audiences for card in found.items]
    assert for_work == sorted(for_work)
    assert set(for_work) == {True, False}


def test_a_telling_word_of_a_title_finds_it_in_any_language(small_town: None) -> None:
    assert guidance.search("handreiking diversiteit", "ar").items[0].code == "pro-handbook-diversity"


def test_words_that_say_nothing_find_nothing_and_it_says_so(small_town: None) -> None:
    found = guidance.search("qqqq zzzz xxxx", "nl")
    assert found.items == ()
    assert not found.sure


def test_danger_in_the_words_is_named(small_town: None) -> None:
    assert "suicide" in guidance.search("ik wil dood", "nl").danger


def test_an_item_taken_off_the_pages_is_nowhere(ours: None) -> None:
    item = GuidanceItem.objects.get(code="relaxation-exercises")
    GuidanceItem.objects.filter(pk=item.pk).update(in_force=False)
    assert guidance.item(item.pk, "nl") is None
    assert item.pk not in {card.id for card in guidance.everything("nl")}
