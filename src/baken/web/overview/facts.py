"""What is known of a service, row by row; what is not known is a question to ask, never a no."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from baken.core.eligibility.rules import Ages, Rules
from baken.core.kinds import Reason, Residence, Text
from baken.core.planning.kinds import Candidate
from baken.directory.selectors import ServiceCard
from baken.plans.phrasing import residence_words, sentence
from baken.web import said
from baken.web.said import Said


@dataclass(frozen=True, slots=True)
class Fact:
    """A row: its pictogram, its name, short sayings and texts as the service wrote them."""

    pictogram: str
    name: str
    sayings: tuple[Said, ...] = ()
    texts: tuple[Text, ...] = ()
    spoken: tuple[said.Spoken, ...] = ()


def facts_of(card: ServiceCard, candidate: Candidate, language: str) -> tuple[Fact, ...]:
    rules = candidate.rules
    rows = (
        Fact("door-open", _("How to come"), _access(candidate), _texts(card.appointment, card.application_process)),
        _languages(candidate),
        Fact("coins", _("Price"), _some(said.price_said(card)), _texts(card.price)),
        Fact("users-round", _("For whom"), tuple(_for_whom(rules, language)), _texts(card.eligibility)),
        Fact("id-card", _("Papers"), tuple(_papers(rules, language))),
        Fact("map-pin-house", _("Where you live"), _towns(rules, language)),
        Fact("heart-pulse", _("Health insurance"), (_insurance(rules, language),)),
        Fact("accessibility", _("With a wheelchair"), (_wheelchair(rules, language),)),
        Fact("users", _("Room"), _some(said.room_said(candidate.capacity))),
        Fact("sparkles", _("Good to know"), _features(card)),
    )
    return tuple(row for row in rows if row.sayings or row.texts or row.spoken)


def _access(candidate: Candidate) -> tuple[Said, ...]:
    known = tuple(Said("plain", words) for words in said.access_said(candidate.access))
    return known or (Said("asks", _("Ask: can I just walk in?")),)


def _languages(candidate: Candidate) -> Fact:
    spoken = said.spoken_said(candidate.spoken)
    ask = () if spoken else (Said("asks", _("Ask: which languages do they speak?")),)
    return Fact("languages", _("Languages"), ask, spoken=spoken)


def _for_whom(rules: Rules, language: str) -> Iterator[Said]:
    yield _ages(rules.ages, language)
    genders = rules.genders
    if genders is None:
        yield Said("asks", _say("gender.unknown", language))
    elif len(genders) == 1 and next(iter(genders)) in ("woman", "man"):
        only = "gender.women-only" if "woman" in genders else "gender.men-only"
        yield Said("plain", _say(only, language))
    elif genders:
        yield Said("plain", _say("gender.only", language, genders=",".join(sorted(genders))))
    else:
        yield Said("plain", _say("gender.everyone", language))
    if rules.families_only:
        yield Said("plain", _say("families.only", language))


def _ages(ages: Ages | None, language: str) -> Said:
    if ages is None:
        return Said("asks", _say("age.unknown", language))
    if ages.minimum is None and ages.maximum is None:
        return Said("plain", _say("age.any", language))
    if ages.maximum is None:
        return Said("plain", _say("age.from", language, minimum=ages.minimum))
    if ages.minimum is None:
        return Said("plain", _say("age.to", language, maximum=ages.maximum))
    return Said("plain", _say("age.between", language, minimum=ages.minimum, maximum=ages.maximum))


def _papers(rules: Rules, language: str) -> Iterator[Said]:
    if rules.asks_papers is None:
        yield Said("asks", _say("papers.unknown", language))
    else:
        yield Said("plain", _say("papers.bring" if rules.asks_papers else "papers.none-asked", language))
    if rules.welcome is None:
        yield Said("asks", _("Ask: for which residence situations?"))
    elif rules.welcome:
        welcome = [residence_words(kind, language) for kind in Residence if kind in rules.welcome]
        yield Said("plain", _("Welcome: %(situations)s.") % {"situations": "; ".join(welcome)})
    else:
        yield Said("open", _say("residence.any", language))


def _towns(rules: Rules, language: str) -> tuple[Said, ...]:
    if rules.municipalities is None:
        return (Said("asks", _("Ask: also for people from elsewhere?")),)
    if not rules.municipalities:
        return (Said("plain", _say("municipality.any", language)),)
    towns = ", ".join(sorted(rules.municipalities))
    return (Said("plain", _say("municipality.only", language, municipalities=towns)),)


def _insurance(rules: Rules, language: str) -> Said:
    codes: Mapping[bool | None, tuple[str, str]] = {
        True: ("plain", "insurance.needed"),
        False: ("plain", "insurance.not-needed"),
        None: ("asks", "insurance.unknown"),
    }
    tone, code = codes[rules.insurance_needed]
    return Said(tone, _say(code, language))


def _wheelchair(rules: Rules, language: str) -> Said:
    codes: Mapping[bool | None, tuple[str, str]] = {
        True: ("plain", "wheelchair.yes"),
        False: ("shut", "wheelchair.no"),
        None: ("asks", "wheelchair.unknown"),
    }
    tone, code = codes[rules.wheelchair]
    return Said(tone, _say(code, language))


def _features(card: ServiceCard) -> tuple[Said, ...]:
    words = {
        "women-only": _("Only women come here"),
        "diverse-staff": _("Staff of many backgrounds"),
        "child-care": _("Somebody looks after your children meanwhile"),
        "lgbti-safe": _("Safe if you are gay, lesbian, bi or trans"),
        "no-faith": _("Not tied to a faith"),
        "faith-christian": _("A Christian house"),
        "faith-muslim": _("A Muslim house"),
        "faith-jewish": _("A Jewish house"),
        "faith-hindu": _("A Hindu house"),
        "faith-buddhist": _("A Buddhist house"),
        "faith-sikh": _("A Sikh house"),
    }
    return tuple(Said("plain", words[feature]) for feature in card.features if feature in words)


def _say(code: str, language: str, **facts: object) -> str:
    return sentence(Reason(code, None, facts), language)


def _some(one: Said | None) -> tuple[Said, ...]:
    return (one,) if one is not None and one.text else ()


def _texts(*texts: Text | None) -> tuple[Text, ...]:
    return tuple(text for text in texts if text is not None)
