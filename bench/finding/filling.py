"""Synthetic services into the tables of the directory, in batches and past the importer, which checks row by row."""

import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, time, timedelta
from itertools import islice
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from baken.directory import models
from finding.country import Synthetic

Rows = dict[type[Any], list[Any]]

_AT_ONCE: Final = 2000
_SPOKEN: Final = ("nl", "fr", "en", "ar", "tr", "fa", "fa-af", "ps", "ti", "so", "uk", "ru", "es", "pl", "pt", "ber")
_SPEAKERS: Final = ("staff", "staff", "volunteer", "interpreter")
_ACCESS: Final = ("walk-in", "walk-in", "appointment", "appointment", "phone", "message", "online", "home-visit")
_DAYS: Final = ("MO,TU,WE,TH,FR", "MO,TU,TH", "WE,FR", "SA", "TU,TH", "MO,WE,FR")
_ROOMS: Final = ("unknown", "unknown", "open", "open", "few", "waiting-list", "full")
# Parents first.
_ORDER: Final = (
    *(models.Organisation, models.Location, models.Service, models.ServiceAtLocation, models.ServiceNeed),
    *(models.ServiceLanguage, models.ServiceAccess, models.Schedule, models.Phone),
)


def fill(services: Iterable[Synthetic], *, today: date) -> int:
    """Writes them all; gives the number of rows."""
    written = 0
    seen: set[int] = set()
    for batch in _batches(services):
        rows = _rows_of(batch, seen, today)
        with transaction.atomic():
            for model in _ORDER:
                model._default_manager.bulk_create(rows[model], batch_size=_AT_ONCE)
                written += len(rows[model])
    return written


def _batches(services: Iterable[Synthetic]) -> Iterator[Sequence[Synthetic]]:
    waiting = iter(services)
    while batch := list(islice(waiting, _AT_ONCE)):
        yield batch


def _rows_of(batch: Sequence[Synthetic], seen: set[int], today: date) -> Rows:
    """`seen`: the organisations that are written already."""
    rows: Rows = {model: [] for model in _ORDER}
    for one in batch:
        if one.organisation not in seen:
            seen.add(one.organisation)
            name = f"{one.municipality} {one.organisation}"
            rows[models.Organisation].append(models.Organisation(id=_id(one.organisation, 0), name=name))
        _add(rows, one, random.Random(one.number), today)
    return rows


def _id(number: int, kind: int) -> UUID:
    return UUID(int=(kind + 1 << 64) + number)


def _add(rows: Rows, one: Synthetic, rng: random.Random, today: date) -> None:
    location_id, at_id = _id(one.number, 1), _id(one.number, 2)
    rows[models.Location].append(_location(one, location_id, rng))
    rows[models.Service].append(_service(one, rng, today))
    rows[models.ServiceAtLocation].append(
        models.ServiceAtLocation(id=at_id, service_id=one.id, location_id=location_id)
    )
    if one.tagged:
        rows[models.ServiceNeed] += [
            models.ServiceNeed(service_id=one.id, need_id=code, position=place) for place, code in enumerate(one.needs)
        ]
    spoken = dict.fromkeys([one.language, *rng.sample(_SPOKEN, rng.randint(0, 3))])
    rows[models.ServiceLanguage] += [
        models.ServiceLanguage(service_id=one.id, code=tag, spoken_by=rng.choice(_SPEAKERS)) for tag in spoken
    ]
    ways = dict.fromkeys(rng.choices(_ACCESS, k=rng.randint(1, 2)))
    rows[models.ServiceAccess] += [models.ServiceAccess(service_id=one.id, mode=way) for way in ways]
    rows[models.Schedule].append(_schedule(at_id, rng))
    rows[models.Phone].append(models.Phone(service_id=one.id, number=f"03 000 {one.number % 10_000:04d}"))


def _location(one: Synthetic, id_: UUID, rng: random.Random) -> models.Location:
    return models.Location(
        id=id_,
        organisation_id=_id(one.organisation, 0),
        address=f"{one.municipality}straat {rng.randint(1, 200)}",
        municipality=one.municipality,
        country="BE",
        latitude=one.place[0],
        longitude=one.place[1],
        wheelchair=rng.choice(("yes", "no", "unknown")),
    )


def _service(one: Synthetic, rng: random.Random, today: date) -> models.Service:
    lowest = rng.choice((None, None, 12, 16, 18))
    room = rng.choice(_ROOMS)
    return models.Service(
        id=one.id,
        organisation_id=_id(one.organisation, 0),
        name={one.language: {"text": one.title, "state": "original"}},
        description={one.language: {"text": one.text, "state": "original"}},
        minimum_age=lowest,
        ages_known=lowest is not None or rng.random() < 0.5,
        genders=rng.choice(("any", "any", "any", "unknown", "woman")),
        residence_rule=rng.choice(("any", "any", "unknown")),
        asks_papers=rng.choice((False, False, True, None)),
        area_rule=rng.choice(("any", "unknown")),
        insurance_needed=rng.choice((False, None)),
        free=rng.choice((True, True, False, None)),
        room=room,
        room_said_on=None if room == "unknown" else today - timedelta(days=rng.randint(0, 60)),
        holiday_rule=rng.choice(("closed", "as-usual", "unknown")),
        assured_date=today - timedelta(days=rng.randint(0, 500)),
        source="bench",
    )


def _schedule(at_id: UUID, rng: random.Random) -> models.Schedule:
    opens = rng.randint(8, 13)
    return models.Schedule(
        service_at_location_id=at_id,
        freq="WEEKLY",
        byday=rng.choice(_DAYS),
        opens_at=time(opens),
        closes_at=time(opens + rng.randint(2, 6)),
    )
