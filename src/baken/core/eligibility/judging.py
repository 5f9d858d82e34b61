"""The rules of a service against what was said of a person. The table stands in docs/algorithms/eligibility.md."""

from collections.abc import Iterator
from datetime import date

from baken.core.eligibility.municipalities import comparable
from baken.core.eligibility.rules import Ages, Rules
from baken.core.kinds import Gender, Judgement, Person, Reason, Residence, Verdict

SEVEREST_FIRST = (Verdict.NO, Verdict.ASK, Verdict.YES)

# Whose rights depend on the counter they stand at: where a service says nothing of situations, these ask first.
# Citizens, EU residents and people with international protection have the same social rights at nearly every door.
UNCERTAIN_RIGHTS = frozenset(
    {
        Residence.ASYLUM_SEEKER,
        Residence.TEMPORARY_PROTECTION,
        Residence.FAMILY_MIGRANT,
        Residence.WORK_OR_STUDENT_PERMIT,
        Residence.NO_PAPERS,
    }
)
SITUATIONS = frozenset(Residence) - {Residence.UNKNOWN}


def judge(rules: Rules, person: Person, *, today: date) -> Judgement:
    """NO wins over ASK, ASK over YES; reasons stand in that order, papers first among equals.

    `today` is for what the source planned until a day that has passed. No rule and nothing said: YES.
    """
    found = [
        *_papers(rules, person),
        *_residence(rules, person),
        *_age(rules.ages, person.age),
        *_gender(rules.genders, person.gender),
        *_families(rules.families_only, person.with_children),
        *_municipality(rules.municipalities, person.municipality),
        *_insurance(rules.insurance_needed, person.insured),
        *_wheelchair(rules.wheelchair, person.wheelchair),
        *_referral(rules.referral_needed),
        *_planned(rules.planned_until, today),
    ]
    reasons = tuple(sorted(found, key=_severity))
    verdict = next((reason.verdict for reason in reasons if reason.verdict is not None), Verdict.YES)
    return Judgement(verdict, reasons)


def _severity(reason: Reason) -> int:
    return len(SEVEREST_FIRST) if reason.verdict is None else SEVEREST_FIRST.index(reason.verdict)


def _yes(code: str, **facts: object) -> Reason:
    return Reason(code, Verdict.YES, facts)


def _ask(code: str, **facts: object) -> Reason:
    return Reason(code, Verdict.ASK, facts)


def _no(code: str, **facts: object) -> Reason:
    return Reason(code, Verdict.NO, facts)


def _papers(rules: Rules, person: Person) -> Iterator[Reason]:
    """Do they ask to see a paper? Not known is always worth a question: a wasted way costs trust."""
    if rules.asks_papers is None:
        yield _ask("papers.unknown")
    elif not rules.asks_papers:
        yield _yes("papers.none-asked")
    elif _named(rules.welcome, Residence.NO_PAPERS):
        yield _yes("papers.asked-welcome")
    elif person.residence is Residence.NO_PAPERS:
        yield _ask("papers.asked") if rules.welcome is None else _no("papers.needed")
    elif person.residence is Residence.UNKNOWN:
        yield _ask("papers.asked")
    else:
        yield _yes("papers.bring")


def _residence(rules: Rules, person: Person) -> Iterator[Reason]:
    residence = person.residence
    if rules.welcome is None:
        if residence in UNCERTAIN_RIGHTS and rules.asks_papers is not False:
            yield _ask("residence.unknown", residence=residence.value)
    elif not rules.welcome or rules.welcome >= SITUATIONS:
        yield _yes("residence.any")
    elif residence is Residence.UNKNOWN:
        yield _ask("residence.depends")
    elif residence in rules.welcome:
        yield _yes("residence.welcome", residence=residence.value)
    elif rules.asks_papers is False:
        yield _ask("residence.not-named", residence=residence.value)
    else:
        yield _no("residence.not-welcome", residence=residence.value)


def _named(welcome: frozenset[Residence] | None, residence: Residence) -> bool:
    return welcome is not None and (not welcome or residence in welcome)


def _age(ages: Ages | None, age: int | None) -> Iterator[Reason]:
    if ages is None:
        if age is not None:
            yield _ask("age.unknown")
    elif ages.minimum is None and ages.maximum is None:
        yield _yes("age.any")
    elif age is None:
        yield _age_range(ages)
    elif ages.minimum is not None and age < ages.minimum:
        yield _no("age.too-young", age=age, minimum=ages.minimum)
    elif ages.maximum is not None and age > ages.maximum:
        yield _no("age.too-old", age=age, maximum=ages.maximum)
    else:
        yield _yes("age.fits", age=age)


def _age_range(ages: Ages) -> Reason:
    if ages.maximum is None:
        return _ask("age.from", minimum=ages.minimum)
    if ages.minimum is None:
        return _ask("age.to", maximum=ages.maximum)
    return _ask("age.between", minimum=ages.minimum, maximum=ages.maximum)


def _gender(genders: frozenset[Gender] | None, gender: Gender | None) -> Iterator[Reason]:
    """Who is neither woman nor man is never turned away on paper: the house itself says whom it means."""
    if genders is None:
        if gender is not None:
            yield _ask("gender.unknown")
    elif not genders or genders >= frozenset(Gender):
        yield _yes("gender.everyone")
    elif gender in genders:
        yield _reserved(genders, Verdict.YES)
    elif gender is None or gender is Gender.OTHER:
        yield _reserved(genders, Verdict.ASK)
    else:
        yield _reserved(genders, Verdict.NO)


def _reserved(genders: frozenset[Gender], verdict: Verdict) -> Reason:
    if genders == {Gender.WOMAN}:
        return Reason("gender.women-only", verdict)
    if genders == {Gender.MAN}:
        return Reason("gender.men-only", verdict)
    return Reason("gender.only", verdict, {"genders": ",".join(sorted(genders))})


def _families(families_only: bool | None, with_children: bool | None) -> Iterator[Reason]:
    if families_only is None:
        if with_children is False:
            yield _ask("families.unknown")
    elif not families_only:
        yield _yes("families.everyone")
    elif with_children is None:
        yield _ask("families.only")
    else:
        yield _yes("families.only") if with_children else _no("families.only")


def _municipality(bound: frozenset[str] | None, municipality: str | None) -> Iterator[Reason]:
    """A name that cannot be compared is as good as unsaid."""
    if bound is None:
        if municipality is not None:
            yield _ask("municipality.unknown", municipality=municipality)
        return
    if not bound:
        yield _yes("municipality.any")
        return
    names = ", ".join(sorted(bound))
    here = None if municipality is None else comparable(municipality)
    there = {comparable(name) for name in bound}
    if municipality is None or here is None:
        yield _ask("municipality.only", municipalities=names)
    elif here in there:
        yield _yes("municipality.fits", municipality=municipality)
    elif None in there:
        yield _ask("municipality.only", municipalities=names)
    else:
        yield _no("municipality.elsewhere", municipality=municipality, municipalities=names)


def _insurance(needed: bool | None, insured: bool | None) -> Iterator[Reason]:
    if needed is None:
        if insured is False:
            yield _ask("insurance.unknown")
    elif not needed:
        yield _yes("insurance.not-needed")
    elif insured is None:
        yield _ask("insurance.needed")
    else:
        yield _yes("insurance.have") if insured else _no("insurance.needed")


def _wheelchair(accessible: bool | None, wheelchair: bool | None) -> Iterator[Reason]:
    if not wheelchair:
        return
    if accessible is None:
        yield _ask("wheelchair.unknown")
    else:
        yield _yes("wheelchair.yes") if accessible else _no("wheelchair.no")


def _referral(needed: bool | None) -> Iterator[Reason]:
    """Who may refer is nowhere written down in a way that could be compared with a person."""
    if needed:
        yield _ask("referral.needed")


def _planned(until: date | None, today: date) -> Iterator[Reason]:
    """A plan that ended may have been renewed without a word to the source."""
    if until is not None and until < today:
        yield _ask("planned.ended", planned_until=until)
