"""Yes, no or ask: the table of docs/algorithms/eligibility.md, line by line."""

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baken.core.eligibility import REASON_CODES, Ages, Rules, RulesError, judge
from baken.core.kinds import Gender, Judgement, Person, Reason, Residence, Verdict

YES, ASK, NO = Verdict.YES, Verdict.ASK, Verdict.NO
TODAY = date(2025, 3, 26)
NOBODY = Person()
OPEN_PAPERS = Rules(asks_papers=False)  # nothing about papers stands in the way of the rule under test


def judged(rules: Rules, person: Person) -> Judgement:
    return judge(rules, person, today=TODAY)


def said(rules: Rules, person: Person, topic: str) -> list[tuple[str, Verdict | None]]:
    return [(reason.code, reason.verdict) for reason in judged(rules, person).reasons if reason.code.startswith(topic)]


def only(rules: Rules, person: Person, topic: str) -> Reason:
    (reason,) = [reason for reason in judged(rules, person).reasons if reason.code.startswith(topic)]
    return reason


# Papers and residence


NO_PAPERS, CITIZEN = Person(residence=Residence.NO_PAPERS), Person(residence=Residence.CITIZEN)
ASYLUM = Person(residence=Residence.ASYLUM_SEEKER)
ANYONE: frozenset[Residence] = frozenset()
REFUGEES = frozenset({Residence.RECOGNISED_REFUGEE})
UNDOCUMENTED = frozenset({Residence.NO_PAPERS, Residence.ASYLUM_SEEKER})


@pytest.mark.parametrize(
    ("asks", "welcome", "person", "expected"),
    [
        (False, None, NO_PAPERS, ("papers.none-asked", YES)),
        (False, REFUGEES, NO_PAPERS, ("papers.none-asked", YES)),
        (None, None, NOBODY, ("papers.unknown", ASK)),
        (None, None, CITIZEN, ("papers.unknown", ASK)),
        (None, UNDOCUMENTED, NO_PAPERS, ("papers.unknown", ASK)),
        (True, REFUGEES, NO_PAPERS, ("papers.needed", NO)),
        (True, None, NO_PAPERS, ("papers.asked", ASK)),
        (True, ANYONE, NO_PAPERS, ("papers.asked-welcome", YES)),
        (True, UNDOCUMENTED, NO_PAPERS, ("papers.asked-welcome", YES)),
        (True, None, NOBODY, ("papers.asked", ASK)),
        (True, REFUGEES, NOBODY, ("papers.asked", ASK)),
        (True, ANYONE, NOBODY, ("papers.asked-welcome", YES)),
        (True, None, CITIZEN, ("papers.bring", YES)),
        (True, REFUGEES, ASYLUM, ("papers.bring", YES)),
    ],
)
def test_papers(
    asks: bool | None, welcome: frozenset[Residence] | None, person: Person, expected: tuple[str, Verdict]
) -> None:
    assert said(Rules(asks_papers=asks, welcome=welcome), person, "papers") == [expected]


def test_an_unknown_paper_rule_is_shown_as_ask_even_when_nothing_was_said() -> None:
    assert judged(Rules(), NOBODY) == Judgement(ASK, (Reason("papers.unknown", ASK),))


@pytest.mark.parametrize(
    ("asks", "welcome", "person", "expected"),
    [
        (True, ANYONE, NO_PAPERS, [("residence.any", YES)]),
        (True, ANYONE, NOBODY, [("residence.any", YES)]),
        (True, frozenset(Residence) - {Residence.UNKNOWN}, NOBODY, [("residence.any", YES)]),
        (True, REFUGEES, NOBODY, [("residence.depends", ASK)]),
        (True, REFUGEES, Person(residence=Residence.RECOGNISED_REFUGEE), [("residence.welcome", YES)]),
        (True, REFUGEES, CITIZEN, [("residence.not-welcome", NO)]),
        (None, REFUGEES, CITIZEN, [("residence.not-welcome", NO)]),
        (False, REFUGEES, CITIZEN, [("residence.not-named", ASK)]),  # they do not even look
        (True, None, NOBODY, []),
        (True, None, CITIZEN, []),
        (True, None, Person(residence=Residence.EU_RESIDENT), []),
        (True, None, Person(residence=Residence.RECOGNISED_REFUGEE), []),
        (True, None, Person(residence=Residence.SUBSIDIARY_PROTECTION), []),
        (True, None, ASYLUM, [("residence.unknown", ASK)]),
        (None, None, NO_PAPERS, [("residence.unknown", ASK)]),
        (False, None, NO_PAPERS, []),  # who asks no papers cannot tell
    ],
)
def test_residence(
    asks: bool | None,
    welcome: frozenset[Residence] | None,
    person: Person,
    expected: list[tuple[str, Verdict]],
) -> None:
    assert said(Rules(asks_papers=asks, welcome=welcome), person, "residence") == expected


def test_every_situation_is_welcome_exactly_where_it_is_named() -> None:
    for residence in set(Residence) - {Residence.UNKNOWN}:
        person = Person(residence=residence)
        assert judged(Rules(asks_papers=True, welcome=frozenset({residence})), person).verdict is YES
        others = frozenset(Residence) - {residence, Residence.UNKNOWN}
        assert judged(Rules(asks_papers=True, welcome=others), person).verdict is NO


# Age


@pytest.mark.parametrize(
    ("ages", "age", "expected"),
    [
        (None, None, []),
        (None, 40, [("age.unknown", ASK)]),
        (Ages(), None, [("age.any", YES)]),
        (Ages(), 0, [("age.any", YES)]),
        (Ages(18, 25), 17, [("age.too-young", NO)]),
        (Ages(18, 25), 18, [("age.fits", YES)]),
        (Ages(18, 25), 25, [("age.fits", YES)]),
        (Ages(18, 25), 26, [("age.too-old", NO)]),
        (Ages(18, 18), 18, [("age.fits", YES)]),
        (Ages(0, None), 0, [("age.fits", YES)]),
        (Ages(None, 0), 0, [("age.fits", YES)]),
        (Ages(None, 17), 18, [("age.too-old", NO)]),
        (Ages(65), 120, [("age.fits", YES)]),
        (Ages(18), None, [("age.from", ASK)]),
        (Ages(None, 25), None, [("age.to", ASK)]),
        (Ages(18, 25), None, [("age.between", ASK)]),
    ],
)
def test_ages_are_inclusive_and_an_unsaid_age_is_asked(
    ages: Ages | None, age: int | None, expected: list[tuple[str, Verdict]]
) -> None:
    assert said(Rules(ages=ages, asks_papers=False), Person(age=age), "age") == expected


def test_a_reason_of_age_carries_the_age_and_the_limit() -> None:
    assert only(Rules(ages=Ages(18)), Person(age=16), "age").facts == {"age": 16, "minimum": 18}
    assert only(Rules(ages=Ages(4, 12)), NOBODY, "age").facts == {"minimum": 4, "maximum": 12}


def test_ages_that_cross_are_refused() -> None:
    with pytest.raises(RulesError, match="25 to 18"):
        Ages(25, 18)


# Gender and families


WOMEN, MEN = frozenset({Gender.WOMAN}), frozenset({Gender.MAN})


@pytest.mark.parametrize(
    ("genders", "gender", "expected"),
    [
        (None, None, []),
        (None, Gender.MAN, [("gender.unknown", ASK)]),
        (frozenset(), None, [("gender.everyone", YES)]),
        (frozenset(Gender), None, [("gender.everyone", YES)]),
        (WOMEN, Gender.WOMAN, [("gender.women-only", YES)]),
        (WOMEN, Gender.MAN, [("gender.women-only", NO)]),
        (WOMEN, None, [("gender.women-only", ASK)]),
        (WOMEN, Gender.OTHER, [("gender.women-only", ASK)]),
        (MEN, Gender.WOMAN, [("gender.men-only", NO)]),
        (MEN, Gender.MAN, [("gender.men-only", YES)]),
        (WOMEN | {Gender.OTHER}, Gender.OTHER, [("gender.only", YES)]),
        (WOMEN | {Gender.OTHER}, Gender.MAN, [("gender.only", NO)]),
        (frozenset({Gender.OTHER}), Gender.MAN, [("gender.only", NO)]),
    ],
)
def test_genders(genders: frozenset[Gender] | None, gender: Gender | None, expected: list[tuple[str, Verdict]]) -> None:
    assert said(Rules(genders=genders, asks_papers=False), Person(gender=gender), "gender") == expected


@pytest.mark.parametrize(
    ("families_only", "with_children", "expected"),
    [
        (None, None, []),
        (None, True, []),
        (None, False, [("families.unknown", ASK)]),
        (False, False, [("families.everyone", YES)]),
        (True, True, [("families.only", YES)]),
        (True, False, [("families.only", NO)]),
        (True, None, [("families.only", ASK)]),
    ],
)
def test_families(families_only: bool | None, with_children: bool | None, expected: list[tuple[str, Verdict]]) -> None:
    rules = Rules(families_only=families_only, asks_papers=False)
    assert said(rules, Person(with_children=with_children), "families") == expected


# Municipality


@pytest.mark.parametrize(
    ("bound", "municipality", "expected"),
    [
        (None, None, []),
        (None, "Antwerpen", [("municipality.unknown", ASK)]),
        (frozenset(), "Antwerpen", [("municipality.any", YES)]),
        ({"antwerpen"}, None, [("municipality.only", ASK)]),
        ({"antwerpen"}, "Antwerpen", [("municipality.fits", YES)]),
        ({"antwerpen"}, "  2060  ANTWERPEN ", [("municipality.fits", YES)]),
        ({"antwerpen"}, "Anvers", [("municipality.fits", YES)]),
        ({"Antwerp"}, "Antwerpen", [("municipality.fits", YES)]),
        ({"liege"}, "Liège", [("municipality.fits", YES)]),
        ({"luik"}, "Liège", [("municipality.fits", YES)]),
        ({"sint-niklaas"}, "Sint Niklaas", [("municipality.fits", YES)]),
        ({"'s-gravenhage"}, "The Hague", [("municipality.fits", YES)]),
        ({"antwerpen"}, "Mechelen", [("municipality.elsewhere", NO)]),
        ({"antwerpen", "mechelen"}, "Malines", [("municipality.fits", YES)]),
        ({"antwerpen"}, "أنتويرب", [("municipality.only", ASK)]),  # another script: never a guess
        ({"antwerpen"}, "2060", [("municipality.only", ASK)]),
        ({"antwerpen"}, "", [("municipality.only", ASK)]),
        ({"антверпен"}, "Mechelen", [("municipality.only", ASK)]),
    ],
)
def test_municipalities_are_compared_as_people_write_them(
    bound: set[str] | None, municipality: str | None, expected: list[tuple[str, Verdict]]
) -> None:
    rules = Rules(municipalities=None if bound is None else frozenset(bound), asks_papers=False)
    assert said(rules, Person(municipality=municipality), "municipality") == expected


def test_a_door_bound_elsewhere_says_where() -> None:
    rules = Rules(municipalities=frozenset({"mechelen", "lier"}))
    reason = only(rules, Person(municipality="Gent"), "municipality")
    assert reason.facts == {"municipality": "Gent", "municipalities": "lier, mechelen"}


# Insurance and wheelchair


@pytest.mark.parametrize(
    ("needed", "insured", "expected"),
    [
        (None, None, []),
        (None, True, []),
        (None, False, [("insurance.unknown", ASK)]),
        (False, False, [("insurance.not-needed", YES)]),
        (True, True, [("insurance.have", YES)]),
        (True, False, [("insurance.needed", NO)]),
        (True, None, [("insurance.needed", ASK)]),
    ],
)
def test_insurance(needed: bool | None, insured: bool | None, expected: list[tuple[str, Verdict]]) -> None:
    assert said(Rules(insurance_needed=needed, asks_papers=False), Person(insured=insured), "insurance") == expected


@pytest.mark.parametrize(("needed", "expected"), [(True, [("referral.needed", ASK)]), (False, []), (None, [])])
def test_a_referral_that_is_needed_is_to_be_asked(needed: bool | None, expected: list[tuple[str, Verdict]]) -> None:
    assert said(Rules(referral_needed=needed, asks_papers=False), Person(), "referral") == expected


def test_what_was_planned_until_a_day_is_to_be_asked_from_the_day_after() -> None:
    rules = Rules(asks_papers=False, planned_until=date(2014, 12, 31))
    assert judge(rules, Person(), today=date(2014, 12, 31)).verdict is YES
    after = judge(rules, Person(), today=date(2015, 1, 1))
    assert (after.verdict, after.reasons[0].code) == (ASK, "planned.ended")
    assert after.reasons[0].facts == {"planned_until": date(2014, 12, 31)}


@pytest.mark.parametrize(
    ("accessible", "wheelchair", "expected"),
    [
        (None, True, [("wheelchair.unknown", ASK)]),
        (True, True, [("wheelchair.yes", YES)]),
        (False, True, [("wheelchair.no", NO)]),
        (False, None, []),
        (False, False, []),
    ],
)
def test_wheelchair_counts_only_for_who_has_one(
    accessible: bool | None, wheelchair: bool | None, expected: list[tuple[str, Verdict]]
) -> None:
    rules = Rules(wheelchair=accessible, asks_papers=False)
    assert said(rules, Person(wheelchair=wheelchair), "wheelchair") == expected


# Together


def test_a_man_of_52_without_papers_gets_the_doors_that_take_him_and_asks_at_the_rest() -> None:
    man = Person(age=52, gender=Gender.MAN, residence=Residence.NO_PAPERS, languages=("ti",))
    assert judged(Rules(Ages(18), frozenset(), False, frozenset(), False, frozenset()), man).verdict is YES
    unknown = judged(Rules(), man)
    assert unknown.verdict is ASK
    assert [reason.code for reason in unknown.reasons] == [
        "papers.unknown",
        "residence.unknown",
        "age.unknown",
        "gender.unknown",
    ]
    assert judged(Rules(genders=WOMEN, asks_papers=False), man).verdict is NO
    assert judged(Rules(Ages(65), asks_papers=False), man).verdict is NO


def test_no_wins_over_ask_and_ask_over_yes_and_the_reasons_stand_in_that_order() -> None:
    rules = Rules(ages=Ages(18, 25), genders=WOMEN, asks_papers=False)
    judgement = judged(rules, Person(age=40))
    assert judgement.verdict is NO
    assert [reason.verdict for reason in judgement.reasons] == [NO, ASK, YES]


rules_of_all_kinds = st.builds(
    Rules,
    ages=st.one_of(
        st.none(),
        st.builds(Ages),
        st.builds(Ages, st.integers(0, 60)),
        st.builds(Ages, st.none(), st.integers(0, 60)),
        st.builds(Ages, st.integers(0, 30), st.integers(30, 60)),
    ),
    genders=st.one_of(st.none(), st.frozensets(st.sampled_from(Gender))),
    families_only=st.one_of(st.none(), st.booleans()),
    welcome=st.one_of(st.none(), st.frozensets(st.sampled_from(sorted(set(Residence) - {Residence.UNKNOWN})))),
    asks_papers=st.one_of(st.none(), st.booleans()),
    municipalities=st.one_of(st.none(), st.frozensets(st.sampled_from(["antwerpen", "gent", "أنتويرب"]))),
    insurance_needed=st.one_of(st.none(), st.booleans()),
    wheelchair=st.one_of(st.none(), st.booleans()),
)
people = st.builds(
    Person,
    age=st.one_of(st.none(), st.integers(0, 70)),
    gender=st.one_of(st.none(), st.sampled_from(Gender)),
    residence=st.sampled_from(Residence),
    municipality=st.one_of(st.none(), st.text("aé-x 1أ", max_size=8), st.sampled_from(["Gent", "Anvers"])),
    wheelchair=st.one_of(st.none(), st.booleans()),
    with_children=st.one_of(st.none(), st.booleans()),
    insured=st.one_of(st.none(), st.booleans()),
)


@settings(max_examples=100, deadline=None)
@given(rules_of_all_kinds, people)
def test_every_reason_is_in_the_list_with_just_its_facts(rules: Rules, person: Person) -> None:
    judgement = judged(rules, person)
    for reason in judgement.reasons:
        assert set(reason.facts) == set(REASON_CODES[reason.code])
        assert all(isinstance(fact, int | str) for fact in reason.facts.values())
    severities = [[NO, ASK, YES].index(reason.verdict) for reason in judgement.reasons if reason.verdict]
    assert severities == sorted(severities)
    assert judgement.verdict == (judgement.reasons[0].verdict if judgement.reasons else YES)


@settings(max_examples=100, deadline=None)
@given(rules_of_all_kinds)
def test_nothing_said_about_the_person_never_closes_a_door(rules: Rules) -> None:
    assert judged(rules, NOBODY).verdict is not NO


@settings(max_examples=100, deadline=None)
@given(people)
def test_nothing_known_about_a_service_never_closes_its_door(person: Person) -> None:
    assert judged(Rules(), person).verdict is ASK


def test_every_code_of_the_list_is_given_somewhere() -> None:
    given_codes: set[str] = set()
    everyone: Mapping[str, list[object]] = {
        "age": [None, 10, 30, 70],
        "gender": [None, *Gender],
        "residence": list(Residence),
        "municipality": [None, "Gent", "Lier"],
        "insured": [None, True, False],
        "with_children": [None, True, False],
        "wheelchair": [True],
    }
    every_rule: Mapping[str, list[object]] = {
        "ages": [None, Ages(), Ages(18), Ages(None, 25), Ages(18, 25)],
        "genders": [None, frozenset(), WOMEN, MEN, WOMEN | MEN],
        "families_only": [None, True, False],
        "welcome": [None, frozenset(), REFUGEES, UNDOCUMENTED],
        "municipalities": [None, frozenset(), frozenset({"gent"})],
        "insurance_needed": [None, True, False],
        "wheelchair": [None, True, False],
        "referral_needed": [None, True, False],
        "planned_until": [None, date(2014, 12, 31), date(2100, 1, 1)],
    }
    for part, values in everyone.items():
        for value in values:
            for rule, settings_of_rule in every_rule.items():
                for setting in settings_of_rule:
                    for asks in (None, True, False):
                        rules = Rules(**{rule: setting, "asks_papers": asks})  # type: ignore[arg-type]
                        judgement = judged(rules, Person(**{part: value}))  # type: ignore[arg-type]
                        given_codes |= {reason.code for reason in judgement.reasons}
    assert given_codes == set(REASON_CODES)
