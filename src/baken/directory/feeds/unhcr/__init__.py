"""UNHCR Jordan's services advisor (2014): the same services in an English and an Arabic file, in the same order.

Facts come from the English file only: in the Arabic one the values of the coded questions (criteria, access) are
shifted against each other. Names of services, activities and places come from both. The key of a service is its id
and its activity. Almost all services were planned until a day in 2014 or 2015: past it their hours lapse and whether
they still exist is to be asked. The date on which they were confirmed is the one on which the source says they began.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import yaml

from baken.core.kinds import Text, Texts, TextState
from baken.core.planning.kinds import AccessMode
from baken.directory import models
from baken.directory.feeds.batch import Batch, Options, made_id
from baken.directory.feeds.entries import Entry
from baken.directory.feeds.fields import Fields
from baken.directory.feeds.reading import Record, files_below, json_records
from baken.directory.feeds.report import Refusal
from baken.directory.models.services import RuleState

SOURCE: Final = "unhcr-jordan"
_WORKDAYS: Final = {
    "Sun-Thurs": "SU,MO,TU,WE,TH",
    "Mon-Thurs  and Sat": "MO,TU,WE,TH,SA",
    "Mondays only": "MO",
    "Tuesdays only": "TU",
    "Thursdays only": "TH",
    "Saturdays only": "SA",
    "Sundays only": "SU",
}
_HOTLINE: Final = AccessMode.PHONE
_ACCESS: Final = {
    "Walk-in": {AccessMode.WALK_IN},
    "Outreach": {AccessMode.OUTREACH},
    "Walk-in & Outreach": {AccessMode.WALK_IN, AccessMode.OUTREACH},
    "Outreach Information hotline": {_HOTLINE},
    "Hotline and follow up home visit": {_HOTLINE, AccessMode.HOME_VISIT},
    "All the above": {AccessMode.WALK_IN, AccessMode.OUTREACH},
}
_NO_REFERRAL: Final = frozenset({"Referrals not accepted", "Referral is not required"})
_TIME: Final = re.compile(r"(\d{1,2}):(\d\d)\s*(am|pm)")
_ARABIC: Final = re.compile("[\u0600-\u06ff]")


@dataclass(frozen=True, slots=True)
class _Mapping:
    activities: dict[int, list[str]]
    indicators: dict[str, list[str]]
    women_only: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Hours:
    """What the source says of hours; `schedule` None: it says nothing."""

    schedule: models.Schedule | None
    always: bool


def read(paths: Sequence[Path | str], options: Options) -> Batch:
    """One English file and at most one Arabic file, recognised by what is in them."""
    batch = Batch()
    english, arabic = _by_language(paths, batch)
    batch.rows = len(english)
    if english and arabic and len(arabic) != len(english):
        message = f"holds {len(arabic)} services, {english[0].file.name} holds {len(english)}; give files of one export"
        batch.refusals.append(Refusal(arabic[0].file.name, "", message))
        arabic = []
    for number, record in enumerate(english):
        _read_service(batch, record, arabic[number] if arabic else None)
    return batch


def _by_language(paths: Sequence[Path | str], batch: Batch) -> tuple[list[Record], list[Record]]:
    english: list[Record] = []
    arabic: list[Record] = []
    for file in files_below(paths, [".json"]):
        records = list(json_records(file, batch.refusals))
        kept = arabic if any(_is_arabic(record) for record in records) else english
        if kept and records:
            name = kept[0].file.name
            batch.refusals.append(Refusal(file.name, "", f"is in the same language as {name}; give each file once"))
        else:
            kept += records
    if not english and not batch.refusals:
        batch.refusals.append(Refusal(Path(str(paths[0])).name, "", "no English file is given; facts are read from it"))
    return english, arabic


def _is_arabic(record: Record) -> bool:
    properties = record.content.get("properties") if isinstance(record.content, dict) else None
    category = properties.get("activityCategory") if isinstance(properties, dict) else None
    return isinstance(category, str) and bool(_ARABIC.search(category))


def _read_service(batch: Batch, record: Record, arabic_record: Record | None) -> None:
    feature = Fields(record.content, record.row, batch.refusals)
    said = feature.child("properties")
    if said is None:
        feature.refuse("properties", "is missing")
        return
    number = feature.whole("id", 0, 10**12)
    activity = said.whole("activity", 0, 10**9)
    if number is None or activity is None:
        feature.refuse("id" if number is None else "properties.activity", "is missing; it is the key of the service")
        return
    key = f"{number}/{activity}"
    arabic = _same_service(batch, arabic_record, number, activity)
    organisation = _organisation(batch, said)
    location = _location(batch, feature, said, arabic)
    entry = _service(record.row, said, arabic, key=key, activity=activity)
    service = entry.root
    assert isinstance(service, models.Service)
    service.organisation_id = organisation
    entry.parts.append(models.ServiceAtLocation(id=made_id(SOURCE, key, "at"), service=service, location_id=location))
    batch.add_once(batch.services, entry, f"id {number} with activity {activity}")


def _same_service(batch: Batch, record: Record | None, number: int, activity: int) -> Fields | None:
    """The Arabic record of this row, if it is of the same service."""
    if record is None:
        return None
    feature = Fields(record.content, record.row, batch.refusals)
    said = feature.child("properties")
    if said is None or feature.take("id") != number or said.take("activity") != activity:
        feature.refuse("id", f"is not {number} with activity {activity}: the files are not in the same order")
        return None
    return said


def _organisation(batch: Batch, said: Fields) -> Any:
    name = said.text("partnerName", longest=255, needed=True).strip()
    organisation_id = made_id(SOURCE, "partner", name)
    if organisation_id not in batch.organisations:
        root = models.Organisation(id=organisation_id, name=name, source=SOURCE, source_id=name)
        batch.organisations[organisation_id] = Entry(said.row, root)
    return organisation_id


def _location(batch: Batch, feature: Fields, said: Fields, arabic: Fields | None) -> Any:
    name = said.text("locationName", longest=255, needed=True).strip()
    longitude, latitude = _point(feature)
    location_id = made_id(SOURCE, "place", name, latitude, longitude)
    if location_id not in batch.locations:
        root = models.Location(
            id=location_id,
            name=_texts(name, arabic.text("locationName").strip() if arabic else ""),
            latitude=latitude,
            longitude=longitude,
            country="JO",
            timezone="Asia/Amman",
            source=SOURCE,
        )
        batch.locations[location_id] = Entry(said.row, root)
    return location_id


def _point(feature: Fields) -> tuple[float | None, float | None]:
    """GeoJSON: longitude, latitude."""
    geometry = feature.child("geometry")
    pair = geometry.listed("coordinates") if geometry else []
    if len(pair) != 2:
        feature.refuse("geometry.coordinates", "must be [longitude, latitude]")
        return None, None
    point = Fields({"longitude": pair[0], "latitude": pair[1]}, feature.row, feature.refusals, "geometry.coordinates")
    return point.number("longitude", -180, 180), point.number("latitude", -90, 90)


def _service(row: str, said: Fields, arabic: Fields | None, *, key: str, activity: int) -> Entry:
    began, ended = said.day("startDate"), said.day("endDate")
    hours = _hours(said, key, began, ended)
    indicators = _indicators(said)
    service = models.Service(
        id=made_id(SOURCE, "service", key),
        name=_texts(said.text("activityName", longest=255, needed=True), arabic.text("activityName") if arabic else ""),
        description=_texts("; ".join(indicators), "; ".join(_indicators(arabic)) if arabic else ""),
        eligibility_description=_in_english(said, "3. Intake Criteria", "2. Nationality", "5. Coverage"),
        application_process=_in_english(said, "10. Referral Method", "1. Registration Type Requirement"),
        always=hours.always,
        source=SOURCE,
        source_id=key,
        planned_until=ended,
        assured_date=began,
        assurer="UNHCR Jordan",
        **_rules(said, women_only=activity in _mapping().women_only),
    )
    entry = Entry(row, service)
    _add_parts(entry, service, said, activity, indicators)
    if hours.schedule is not None:
        hours.schedule.service = service
        entry.parts.append(hours.schedule)
    said.take("activityCategory")
    service.extra = said.unread()
    return entry


def _add_parts(entry: Entry, service: models.Service, said: Fields, activity: int, indicators: Sequence[str]) -> None:
    mapping = _mapping()
    of_indicators = [code for indicator in indicators for code in mapping.indicators.get(indicator, ())]
    codes = dict.fromkeys(of_indicators or mapping.activities.get(activity, []))
    entry.parts += [models.ServiceNeed(service=service, need_id=code, position=at) for at, code in enumerate(codes)]
    modes = {mode for option in _ticked(said, "4. Accessibility") for mode in _ACCESS.get(option, ())}
    entry.parts += [models.ServiceAccess(service=service, mode=mode.value) for mode in sorted(modes)]


def _rules(said: Fields, *, women_only: bool) -> dict[str, Any]:
    """Only what the source says outright; a list of vulnerabilities is for people to judge, so «ask»."""
    criteria = _ticked(said, "3. Intake Criteria")
    registration = _ticked(said, "1. Registration Type Requirement")
    free_entry = registration == ["No Requirement"]
    everyone = criteria == ["Open to all"]
    anyone_from = _ticked(said, "2. Nationality") == ["No restriction"]
    genders = "woman" if women_only else (RuleState.ANY if everyone else RuleState.UNKNOWN)
    return {
        "ages_known": everyone,
        "genders": str(genders),
        "families_only": False if everyone else None,
        "asks_papers": False if free_entry else (True if registration else None),
        "residence_rule": str(RuleState.ANY if free_entry and anyone_from else RuleState.UNKNOWN),
        "referral_needed": _referral_needed(said),
        "area_rule": str(RuleState.ANY if _ticked(said, "5. Coverage") == ["Countrywide"] else RuleState.UNKNOWN),
    }


def _referral_needed(said: Fields) -> bool | None:
    """«Yes» stands at every service, also where the question after it says that none is taken: those are not known."""
    if "Referrals only" in _ticked(said, "4. Accessibility"):
        return True
    contradicted = _NO_REFERRAL & set(_ticked(said, "10. Referral Method"))
    return {"Yes": None if contradicted else True, "No": False}.get(said.text("Referral required"))


def _hours(said: Fields, key: str, began: date | None, ended: date | None) -> _Hours:
    """A weekly rule where days, rhythm and both times are clear; otherwise the source's own words."""
    days = _ticked(said, "7. Availability Day")
    rhythm = _ticked(said, "6. Availability")
    opens = _ticked(said, "8. Office Open at")
    closes = _ticked(said, "9. Office close at")
    words = ", ".join([*days, *rhythm, *opens, *closes])
    validity = _validity(said, began, ended)
    if not words:
        return _Hours(None, always=False)
    schedule_id = made_id(SOURCE, "service", key, "schedule")
    schedule = models.Schedule(id=schedule_id, description=_texts(words, ""), **validity)
    byday = _WORKDAYS.get(days[0], "") if len(days) == 1 else ""
    regular = rhythm == ["Every Day"] or (rhythm == ["Once a week"] and byday and "," not in byday)
    times = [_clock(option) for option in (*opens, *closes)]
    if byday and regular and len(opens) == len(closes) == 1 and None not in times and times[0] != times[1]:
        schedule.freq, schedule.byday = "WEEKLY", byday
        schedule.opens_at, schedule.closes_at = times
    return _Hours(schedule, always=opens == ["Always open"] and ended is None)


def _validity(said: Fields, began: date | None, ended: date | None) -> dict[str, date | None]:
    if began and ended and ended < began:
        said.refuse("endDate", f"{ended} lies before startDate {began}")
        return {}
    return {"valid_from": began, "valid_to": ended}


def _clock(option: str) -> time | None:
    """«8:30am», «Close at 17:00pm»; «12:00am» may be noon or midnight, so it is not read."""
    found = _TIME.search(option)
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2]), found[3]
    if hour == 12 and half == "am":
        return None
    if half == "pm" and hour < 12:
        hour += 12
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _ticked(said: Fields, name: str) -> list[str]:
    """The ticked options of a coded question: `{"Walk-in": true}`."""
    value = said.take(name)
    if value is None:
        return []
    if not isinstance(value, dict) or not all(isinstance(ticked, bool) for ticked in value.values()):
        said.refuse(name, "must be an object of options that are true or false")
        return []
    return [option for option, ticked in value.items() if ticked]


def _indicators(said: Fields) -> list[str]:
    """Those with a number above zero, in order."""
    value = said.take("indicators")
    if value is None:
        return []
    if not isinstance(value, dict) or any(
        isinstance(n, bool) or not isinstance(n, int | float) for n in value.values()
    ):
        said.refuse("indicators", "must be an object of numbers")
        return []
    return [name for name, count in value.items() if count > 0]


def _in_english(said: Fields, *names: str) -> dict[str, dict[str, str]]:
    words = [f"{name.split('. ')[-1]}: {', '.join(_ticked(said, name))}" for name in names if _ticked(said, name)]
    return _texts(". ".join(words), "")


def _texts(english: str, arabic: str) -> dict[str, dict[str, str]]:
    """The Arabic of the source was made by replacing words; it is said to be a draft."""
    texts = {}
    if english:
        texts["en"] = Text("en", english, TextState.ORIGINAL)
    if arabic and _ARABIC.search(arabic):
        texts["ar"] = Text("ar", arabic, TextState.MACHINE_DRAFTED)
    return Texts(texts).to_json()


@lru_cache(maxsize=1)
def _mapping() -> _Mapping:
    kept = yaml.safe_load(files(__name__).joinpath("needs.yaml").read_text(encoding="utf-8"))
    return _Mapping(kept["activities"], kept["indicators"], frozenset(kept["women_only"]))
