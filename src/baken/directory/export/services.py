"""HSDS service, with its sites, hours and rules."""

from baken.core.kinds import Gender
from baken.directory.export.organisations import location_record, organisation_record
from baken.directory.export.parts import (
    area_records,
    language_records,
    phone_records,
    say_exceptions,
    schedule_records,
)
from baken.directory.export.records import Draft, Record, as_email, as_uri, day, keep_position, say_changes
from baken.directory.models import Service, ServiceAtLocation
from baken.directory.models.services import RuleState
from baken.directory.taxonomies import ALL_AGES, AUDIENCES, DELIVERY, price_record

_TEXTS = ("description", "application_process", "fees_description", "eligibility_description")
_AMOUNT_AS_GIVEN = "cost options as given"


def service_record(service: Service, language: str) -> Record:
    """A full HSDS service in one language, its organisation and sites inside it."""
    draft = Draft("service", service.id, language, service.extra)
    draft.put_needed_text("name", service.name, service.alternate_name or "?")
    for field in _TEXTS:
        draft.put_text(field, getattr(service, field))
    draft.put(
        alternate_name=service.alternate_name,
        status=service.status,
        assured_date=day(service.assured_date),
        assurer_email=as_email(service.assurer),
        last_modified=service.last_modified.isoformat(),
        organization=organisation_record(service.organisation, language),
        phones=phone_records(service.phones.all(), language),
        schedules=schedule_records(service.schedules.all(), language),
        languages=language_records(service, language),
        service_areas=area_records(service, language),
        service_at_locations=[
            site_record(at, language, number) for number, at in enumerate(service.service_at_locations.all())
        ],
    )
    draft.reproduced |= {"languages", "service_areas"}
    draft.put_or_keep("url", "url", service.url, as_uri(service.url))
    draft.put_or_keep("email", "email", service.email, as_email(service.email))
    _put_ages(draft, service)
    _put_cost(draft, service)
    _say_rules(draft, service)
    _say_features(draft, service)
    say_exceptions(draft, service.schedule_exceptions.all())
    say_changes(draft, service.temporary_changes.all())
    draft.say_provenance(service, assurer="" if as_email(service.assurer) else service.assurer)
    return draft.finished()


def _put_ages(draft: Draft, service: Service) -> None:
    """As the publisher wrote them (half a year), while they mean the same."""
    for name in ("minimum_age", "maximum_age"):
        age: int | None = getattr(service, name)
        given = f"{name} as given"
        written = service.extra.get(given)
        same = isinstance(written, int | float) and age is not None and int(written) == age
        draft.put(**{name: written if same else age})
        if same:
            draft.reproduced.add(given)


def _say_rules(draft: Draft, service: Service) -> None:
    for number, need in enumerate(service.service_needs.all()):
        draft.say("need", need.need_id, value="" if need.position == number else str(need.position))
    modes = [access.mode for access in service.access_modes.all()]
    for mode in modes:
        draft.say("access-mode", mode)
    for delivery in dict.fromkeys(DELIVERY[mode] for mode in modes):
        draft.say("delivery-mode", delivery)
    _say_audience(draft, service)
    _say_residence(draft, service)
    draft.say_known("municipality-rule", service.area_rule)
    draft.say_flag("families-only", service.families_only)
    draft.say_flag("papers", service.asks_papers)
    if service.asks_papers is None and "required_documents" in service.extra:
        draft.keep(asks_papers=None)
    draft.say_flag("insurance", service.insurance_needed)
    draft.say_flag("referral", service.referral_needed)
    if service.planned_until:
        draft.say("planned-until", "day", value=service.planned_until.isoformat())


def _say_residence(draft: Draft, service: Service) -> None:
    welcome = [row.residence for row in service.welcome.all()]
    if service.residence_rule == RuleState.ANY:
        draft.say("residence-status", RuleState.ANY)
    for residence in welcome:
        draft.say("residence-status", residence)
    usual = RuleState.LISTED if welcome else RuleState.UNKNOWN
    if service.residence_rule not in (RuleState.ANY, usual):
        draft.keep(residence_rule=service.residence_rule)


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
        draft.say("room", service.room, value=day(service.room_said_on))
    elif service.room_said_on:
        draft.keep(room_said_on=day(service.room_said_on))
    if service.waiting_weeks is not None:
        draft.say("waiting-time", "weeks", value=f"P{service.waiting_weeks}W")
    if how := draft.text("appointment", service.appointment):
        draft.say("appointment", "text", value=how)


def _put_cost(draft: Draft, service: Service) -> None:
    """What came is given back while it says the same; a free service has an option of zero."""
    draft.say_flag("price", service.free)
    kept = service.extra.get(_AMOUNT_AS_GIVEN, [])
    amount = 0 if service.amount is None and service.free else service.amount
    if kept and (len(kept) > 1 or amount is None or _says(kept[0], float(amount))):
        draft.put(cost_options=kept)
        draft.reproduced.add(_AMOUNT_AS_GIVEN)
        draft.keep(**_money(service))
    elif amount is not None:
        draft.put(cost_options=[price_record(service.id, float(amount), service.currency)])
        if service.amount == 0:
            draft.keep(**_money(service))
    elif service.currency != "EUR":
        draft.keep(currency=service.currency)


def _says(option: Record, amount: float) -> bool:
    given = option.get("amount", -1)
    return isinstance(given, int | float) and float(given) == amount


def _money(service: Service) -> Record:
    """Several options do not say which of them is the price."""
    amount = None if service.amount is None else str(service.amount)
    return {"amount": amount, "currency": service.currency, "free": service.free}


def site_record(at: ServiceAtLocation, language: str, number: int | None = None) -> Record:
    """`number`: its place in the list of its service."""
    draft = Draft("service_at_location", at.id, language, at.extra)
    draft.put_text("description", at.description)
    draft.put(
        location=location_record(at.location, language),
        phones=phone_records(at.phones.all(), language),
        schedules=schedule_records(at.schedules.all(), language),
    )
    say_exceptions(draft, at.schedule_exceptions.all())
    if number is not None:
        keep_position(draft, at, number)
    return draft.finished()
