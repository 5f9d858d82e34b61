"""An invented country of services, seeded: the demonstration town's sentences put together anew.

Every service has one language, a title of two parts and three to five sentences under 600 characters, so that search
keeps exactly two vectors of it per encoder. Stops and dots part its parts, so that vectors can be composed from theirs.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import yaml

LANGUAGES: Final = {"nl": 60, "fr": 25, "en": 15}  # weights
CITY: Final = (51.05, 4.10)
_PARTS: Final = re.compile(r"\s·\s|(?<=[.!?:])\s+")
UNTAGGED: Final = 0.03  # share of services that do not say their needs
SERVICES_AN_ORGANISATION: Final = 3

_NORTH, _SOUTH, _WEST, _EAST = 51.6, 49.5, 2.6, 6.4
_IN_CITY, _IN_TOWNS, _TOWNS = 0.35, 0.30, 14
_CITY_DEGREES, _TOWN_DEGREES = 0.035, 0.02
_MOST_CHARACTERS = 590
_FIRST_HALVES: Final = (
    *("Oost", "West", "Linden", "Hazel", "Berken", "Water", "Molen", "Zilver", "Vogel", "Kerk", "Wilgen", "Roos"),
    *("Mer", "Bel", "Clair", "Val", "Mont", "Saint-Or", "Haut", "Grand", "Beau", "Fond", "North", "Ash", "Elm", "Marl"),
)
_SECOND_HALVES: Final = (
    *("dam", "veld", "hoek", "beke", "dael", "hove", "mere", "brug", "zele", "gem", "kerke", "ooi"),
    *("val", "mont", "court", "ville", "rive", "fontaine", "ford", "wick", "ham", "ley", "stead", "bourne", "combe"),
)
_WHERE: Final = {
    "nl": ("We werken vanuit:", "Je vindt ons in:", "Ook voor wie verder woont, we gaan tot:"),
    "fr": ("Nous travaillons à partir de :", "Vous nous trouvez à :", "Aussi pour qui habite plus loin, jusqu'à :"),
    "en": ("We work from:", "You find us in:", "Also for people who live further away, as far as:"),
}
_HOW: Final = {
    "nl": ("Kom langs bij de kerk.", "Bel even aan de blauwe deur.", "Vraag aan de balie naar ons.", "Er is koffie."),
    "fr": ("Sonnez à la porte bleue.", "Passez près de l'église.", "Demandez-nous à l'accueil.", "Il y a du café."),
    "en": ("Ring at the blue door.", "Come by near the church.", "Ask for us at the desk.", "There is coffee."),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A service of the demonstration town in one language."""

    title: str
    sentences: tuple[str, ...]
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Synthetic:
    """`needs` is the truth; a service that is not `tagged` leaves it to its text."""

    number: int
    id: UUID
    language: str
    title: str
    text: str
    needs: tuple[str, ...]
    tagged: bool
    place: tuple[float, float]  # degrees north, east
    municipality: str

    @property
    def organisation(self) -> int:
        return self.number // SERVICES_AN_ORGANISATION


Sources = Mapping[str, Sequence[Told]]  # by language


def read_sources(town: Path) -> Sources:
    """What the demonstration town says in the languages that synthetic services have."""
    found: dict[str, list[Told]] = defaultdict(list)
    for file in sorted(town.glob("*.yaml")):
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        for organisation in content["organisations"]:
            for service in organisation["services"]:
                for language, told in _told(service, content["language"]):
                    if language in LANGUAGES:
                        found[language].append(told)
    return found


def _told(service: Mapping[str, Any], file_language: str) -> Iterator[tuple[str, Told]]:
    names = _by_language(service["name"], file_language)
    for language, text in _by_language(service.get("description"), file_language).items():
        sentences = tuple(part for part in _PARTS.split(" ".join(text.split())) if part)
        title = names.get(language) or next(iter(names.values()))
        yield language, Told(title, sentences, tuple(service["needs"]))


def _by_language(texts: Any, file_language: str) -> dict[str, str]:
    if texts is None:
        return {}
    if isinstance(texts, str):
        return {file_language: texts}
    return {tag: part if isinstance(part, str) else part["text"] for tag, part in texts.items()}


def services(count: int, *, seed: int, sources: Sources) -> Iterator[Synthetic]:
    """The same services for the same seed, whatever the count."""
    alike = _sentences_by_need(sources)
    towns = _towns(seed)
    for number in range(count):
        yield _service(random.Random(f"{seed}-{number}"), number, sources, alike, towns)


def parts(sources: Sources) -> set[str]:
    """Every part, without its last stop, that a synthetic service's text can be made of."""
    told = [one for language in sources.values() for one in language]
    fixed = [*(text for texts in (*_WHERE.values(), *_HOW.values()) for text in texts)]
    names = [first + second for first in _FIRST_HALVES for second in _SECOND_HALVES]
    texts = [*fixed, *names, *(one.title for one in told), *(text for one in told for text in one.sentences)]
    return {part for text in texts for part in parts_of(text)}


def parts_of(text: str) -> list[str]:
    return [part for piece in _PARTS.split(text) if (part := piece.rstrip(".:!? "))] or [text]


def _sentences_by_need(sources: Sources) -> Mapping[tuple[str, str], Sequence[str]]:
    """By language and best need: what a service may say besides its model's own sentences."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for language, told in sources.items():
        for one in told:
            found[language, one.needs[0]] += one.sentences
    return found


def _towns(seed: int) -> Sequence[tuple[float, float]]:
    rng = random.Random(f"towns-{seed}")
    return [(rng.uniform(_SOUTH, _NORTH), rng.uniform(_WEST, _EAST)) for _ in range(_TOWNS)]


def _service(
    rng: random.Random,
    number: int,
    sources: Sources,
    alike: Mapping[tuple[str, str], Sequence[str]],
    towns: Sequence[tuple[float, float]],
) -> Synthetic:
    language = rng.choices(list(LANGUAGES), list(LANGUAGES.values()))[0]
    model = rng.choice(sources[language])
    name = _name(rng)
    return Synthetic(
        number=number,
        id=UUID(int=rng.getrandbits(128), version=4),
        language=language,
        title=f"{model.title} · {name}",
        text=_text(rng, language, model, alike[language, model.needs[0]]),
        needs=model.needs,
        tagged=rng.random() >= UNTAGGED,
        place=_place(rng, towns),
        municipality=name,
    )


def _name(rng: random.Random) -> str:
    return rng.choice(_FIRST_HALVES) + rng.choice(_SECOND_HALVES)


def _text(rng: random.Random, language: str, model: Told, alike: Sequence[str]) -> str:
    """Its model's sentences, now and then one less, one of a service like it, and one with an invented place."""
    own = list(model.sentences)
    if len(own) > 2 and rng.random() < 0.5:
        own.remove(rng.choice(own[1:]))
    other = [rng.choice(alike)] if rng.random() < 0.7 else []
    where = [rng.choice(_WHERE[language]), f"{_name(rng)}.", rng.choice(_HOW[language])]
    parts = list(dict.fromkeys([*own, *other]))
    while len(parts) > 1 and sum(map(len, parts)) + len(parts) > _MOST_CHARACTERS - 200:
        parts.pop()
    return " ".join([*parts, *where])


def _place(rng: random.Random, towns: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """A third in the one big city, a third in towns, the rest anywhere in a box the size of a small country."""
    at = rng.random()
    if at < _IN_CITY:
        return _near(rng, CITY, _CITY_DEGREES)
    if at < _IN_CITY + _IN_TOWNS:
        return _near(rng, rng.choice(towns), _TOWN_DEGREES)
    return round(rng.uniform(_SOUTH, _NORTH), 6), round(rng.uniform(_WEST, _EAST), 6)


def _near(rng: random.Random, centre: tuple[float, float], degrees: float) -> tuple[float, float]:
    return round(rng.gauss(centre[0], degrees), 6), round(rng.gauss(centre[1], degrees * 1.6), 6)
