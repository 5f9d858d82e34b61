"""HSDS service, with its sites, hours and rules."""

from collections.abc import Iterable
from uuid import UUID

from baken.core.kinds import Gender
from baken.directory.export.organisations import location_record, organisation_record, put_email
from baken.directory.export.records import Draft, Record, phone_records, say_changes, times
from baken.directory.feeds.fields import clock_time
from baken.directory.languages import iso_639_code, language_tag
from baken.directory.models import Schedule, ScheduleException, Service, ServiceAtLocation
from baken.directory.models.services import RuleState
from baken.directory.taxonomies import ALL_AGES, AUDIENCES, DELIVERY, attribute, price_record


def service_record(service: Service, language: str) -> Record:
    """A full HSDS service in one language, its organisation and sites inside it."""
    draft = Draft("service", service.id, language, service.extra)
    draft.put_text("name", service.name)
    for field in ("description", "application_process", "fees_description", "eligibility_description"):
        draft.put_text(field, getattr(service, field))
    draft.put(
        alternate_name=service.alternate_name,
        status=service.status,
        url=service.url,
        minimum_age=_age(service, "minimum_age"),
        maximum_age=_age(service, "maximum_age"),
        assured_date=service.assured_date.isoformat() if service.assured_date else "",
        assurer_email=service.assurer if "@" in service.assurer else "",
        last_modified=service.last_modified.isoformat(),
        organization=organisation_record(service.organisation, language),
        phones=phone_records(service.phones.all(), language),
        schedules=_schedules(service.schedules.all(), language),
        languages=_languages(service, language),
        service_areas=_areas(service, language),
        cost_options=_cost(service),
        service_at_locations=[_site(at, language) for at in service.service_at_locations.all()],
    )
    put_email(draft, service.email)
    _say_rules(draft, service)
    _say_features(draft, service)
    _say_exceptions(draft, service.schedule_exceptions.all())
    say_changes(draft, service.temporary_changes.all())
    draft.say_provenance(service, assurer="" if "@" in service.assurer else service.assurer)
    return draft.finished()


def _age(service: Service, name: str) -> float | None:
    """As the publisher wrote it (half a year), while it means the same."""
    age: int | None = getattr(service, name)
    written = service.extra.get(f"{name} as given")
    return written if age is not None and written is not None and int(written) == age else age


def _say_rules(draft: Draft, service: Service) -> None:
    for need in service.service_needs.all():
        draft.say("need", need.need_id)
    modes = [access.mode for access in service.access_modes.all()]
    for mode in modes:
        draft.say("access-mode", mode)
    for delivery in dict.fromkeys(DELIVERY[mode] for mode in modes):
        draft.say("delivery-mode", delivery)
    _say_audience(draft, service)
    if service.residence_rule == RuleState.ANY:
        draft.say("residence-status", RuleState.ANY)
    for welcome in service.welcome.all():
        draft.say("residence-status", welcome.residence)
    draft.say_known("municipality-rule", service.area_rule)
    draft.say_flag("families-only", service.families_only)
    draft.say_flag("papers", service.asks_papers)
    draft.say_flag("insurance", service.insurance_needed)
    draft.say_flag("referral", service.referral_needed)
    if service.planned_until:
        draft.say("planned-until", "day", value=service.planned_until.isoformat())
    draft.say_flag("price", service.free)


def _say_audience(draft: Draft, service: Service) -> None:
    if service.ages_known and service.minimum_age is None and service.maximum_age is None:
        draft.say("audience", ALL_AGES)
    for audience, genders in AUDIENCES.items():
        if service.genders == genders:
            draft.say("audience", audience)
    if "+" in service.genders or service.genders == Gender.OTHER:
        for gender in service.genders.split("+"):
            draft.say("audience", gender)


def _say_features(draft: Draft, service: Service) -> None:
    draft.say_flag("staff-background", service.diverse_staff)
    draft.say_flag("child-care", service.child_care)
    draft.say_flag("lgbti-safe", service.lgbti_safe)
    draft.say_known("faith", service.faith)
    draft.say_known("public-holidays", service.holiday_rule)
    if service.always:
        draft.say("opening", "always")
    if service.room != "unknown":
        draft.say("room", service.room, value=service.room_said_on.isoformat() if service.room_said_on else "")
    if service.waiting_weeks is not None:
        draft.say("waiting-time", "weeks", value=f"P{service.waiting_weeks}W")
    if how := draft.text("appointment", service.appointment):
        draft.say("appointment", "text", value=how)


def _say_exceptions(draft: Draft, exceptions: Iterable[ScheduleException]) -> None:
    ordered = sorted(exceptions, key=lambda said: (said.first, said.last, str(said.opens_at), str(said.closes_at)))
    for number, said in enumerate(ordered):
        hours = times(said.opens_at, said.closes_at)
        draft.say(
            "schedule-exception",
            "hours" if hours else "closed",
            value=f"{said.first.isoformat()}/{said.last.isoformat()}{hours}",
            label=draft.text(f"exception {number}", said.note),
        )


def _schedules(schedules: Iterable[Schedule], language: str) -> list[Record]:
    records = []
    for schedule in schedules:
        draft = Draft("schedule", schedule.id, language, schedule.extra)
        draft.put(
            freq=schedule.freq,
            interval=schedule.interval if schedule.interval > 1 else None,
            byday=schedule.byday,
            dtstart=schedule.dtstart.isoformat() if schedule.dtstart else "",
            valid_from=schedule.valid_from.isoformat() if schedule.valid_from else "",
            valid_to=schedule.valid_to.isoformat() if schedule.valid_to and "until" not in schedule.extra else "",
            opens_at=_time(schedule, "opens_at"),
            closes_at=_time(schedule, "closes_at"),
            attending_type=schedule.extra.get("attending_type") or ("appointment" if schedule.by_appointment else ""),
        )
        draft.put_text("description", schedule.description)
        records.append(draft.finished())
    return records


def _time(schedule: Schedule, name: str) -> str:
    """As the publisher wrote it (with an offset, say), while it means the same."""
    moment = getattr(schedule, name)
    written: str = schedule.extra.get(name, "")
    if written and moment in (None, clock_time(written)):
        return written
    return f"{moment:%H:%M}" if moment is not None else ""


def _languages(service: Service, language: str) -> list[Record]:
    records = []
    for spoken in service.languages.all():
        draft = Draft("language", spoken.id, language, spoken.extra)
        code = iso_639_code(spoken.code)
        draft.put(
            code=code,
            name=spoken.code if language_tag(code) != spoken.code else "",
            note=spoken.spoken_by if spoken.spoken_by != "unknown" else "",
        )
        records.append(draft.finished())
    return [*records, *service.extra.get("languages", [])]


def _areas(service: Service, language: str) -> list[Record]:
    records = []
    for area in service.service_areas.all():
        draft = Draft("service_area", _area_id(service.id, area.name), language, area.extra)
        draft.put(name=area.name)
        records.append(draft.finished())
    return [*records, *service.extra.get("service_areas", [])]


def _area_id(service_id: UUID, name: str) -> UUID:
    return UUID(attribute(service_id, "municipality-rule", "area", value=name)["id"])


def _cost(service: Service) -> list[Record]:
    """What came is given back while it says the same; a free service has an option of zero."""
    kept: list[Record] = service.extra.get("cost options as given", [])
    amount = 0 if service.amount is None and service.free else service.amount
    if kept and (len(kept) > 1 or amount is None or float(kept[0].get("amount", -1)) == float(amount)):
        return kept
    if amount is None:
        return []
    return [price_record(service.id, float(amount), service.currency)]


def _site(at: ServiceAtLocation, language: str) -> Record:
    draft = Draft("service_at_location", at.id, language, at.extra)
    draft.put_text("description", at.description)
    draft.put(
        location=location_record(at.location, language),
        phones=phone_records(at.phones.all(), language),
        schedules=_schedules(at.schedules.all(), language),
    )
    _say_exceptions(draft, at.schedule_exceptions.all())
    return draft.finished()
