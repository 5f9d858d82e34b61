"""The editor's desk: what it shows to whom, what is kept when something is wrong, what others may not touch."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from baken.accounts.roles import Role
from baken.accounts.services import grant_role
from baken.directory.models import Location, Membership, Organisation, Service, TemporaryChange
from baken.web.desk.themes import ORGANISATION, SERVICE, SITE


@pytest.fixture
def house(town: dict[str, UUID], db: None) -> Organisation:
    return Organisation.objects.get(name="Open Huis De Kade")


@pytest.fixture
def debts(house: Organisation) -> Service:
    return next(service for service in house.services.all() if str(service) == "Hulp bij schulden")


@pytest.fixture
def editor(house: Organisation) -> Client:
    return signed_in("editor@example.org", house)


def signed_in(email: str, *organisations: Organisation, role: Role | None = None) -> Client:
    user = get_user_model().objects.create_user(email)
    for organisation in organisations:
        Membership.objects.create(user=user, organisation=organisation)
    if role:
        grant_role(user_id=user.pk, role=role)
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def at(name: str, *args: Any) -> str:
    """In English, whatever the test's own language is."""
    return "/en/" + reverse(name, args=args).split("/", 2)[2]


def of(service: Service, name: str, *more: Any) -> str:
    return at(name, service.organisation_id, service.pk, *more)


def every_page(service: Service) -> list[str]:
    site = service.service_at_locations.first().location_id
    house = service.organisation_id
    return [
        at("desk"),
        at("desk-organisation-new"),
        *(at(name, house) for name in ("desk-organisation", "desk-organisation-phones", "desk-service-new")),
        *(at(name, house) for name in ("desk-sites", "desk-site-new")),
        *(at("desk-organisation-edit", house, theme.code) for theme in ORGANISATION),
        *(of(service, name) for name in ("desk-service", "desk-changes", "desk-needs", "desk-places", "desk-hours")),
        *(of(service, name) for name in ("desk-exceptions", "desk-phones")),
        of(service, "desk-hours-at", site),
        *(of(service, "desk-service-edit", theme.code) for theme in SERVICE),
        *(at(name, house, site) for name in ("desk-site", "desk-site-phones")),
        *(at("desk-site-edit", house, site, theme.code) for theme in SITE),
    ]


def test_every_page_opens_for_its_editor_and_is_never_stored(editor: Client, debts: Service) -> None:
    for address in every_page(debts):
        answer = editor.get(address, follow=True)
        assert (address, answer.status_code) == (address, 200)
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "same-origin"


def test_nobody_else_opens_a_page_of_it_or_changes_it(debts: Service) -> None:
    other = signed_in("other@example.org", Organisation.objects.create(name="Another house"))
    before = Service.objects.values().get(pk=debts.pk)
    for address in every_page(debts)[2:]:
        assert (address, other.get(address).status_code) == (address, 403)
        assert (address, other.post(address, {"seen": "", "room": "full"}).status_code) == (address, 403)
    for name in ("desk-confirm", "desk-room", "desk-closed-tomorrow"):
        assert other.post(of(debts, name), {"room": "full"}).status_code == 403
    assert Service.objects.values().get(pk=debts.pk) == before
    assert not debts.temporary_changes.exists()


def test_an_editor_cannot_reach_anothers_service_through_the_own_address(editor: Client, debts: Service) -> None:
    """The address names my organisation and somebody else's service, site or change."""
    theirs = Service.objects.exclude(organisation=debts.organisation).first()
    site = Location.objects.create(organisation=Organisation.objects.create(name="Another house"), address="X 1")
    change = TemporaryChange.objects.create(service=theirs, kind="closed", starts=timezone.now())
    assert theirs is not None
    mine = debts.organisation_id
    for name in ("desk-service", "desk-needs", "desk-hours", "desk-phones", "desk-places", "desk-changes"):
        assert (name, editor.get(at(name, mine, theirs.pk)).status_code) == (name, 404)
    for name in ("desk-confirm", "desk-room", "desk-closed-tomorrow"):
        assert (name, editor.post(at(name, mine, theirs.pk), {"room": "full"}).status_code) == (name, 404)
    assert editor.get(at("desk-service-edit", mine, theirs.pk, "price")).status_code == 404
    assert editor.get(at("desk-site-edit", mine, site.pk, "address")).status_code == 404
    assert editor.get(at("desk-hours-at", mine, debts.pk, site.pk)).status_code == 404
    assert editor.get(at("desk-service-edit", mine, debts.pk, "no-theme")).status_code == 404
    editor.post(of(debts, "desk-change-remove", change.pk))
    assert TemporaryChange.objects.filter(pk=change.pk).exists()


def test_a_coordinator_finds_an_entry_that_nobody_edits(house: Organisation) -> None:
    coordinator = signed_in("city@example.org", role=Role.COORDINATOR)
    page = coordinator.get(at("desk"), {"words": "kade"}).content.decode()
    assert "Open Huis De Kade" in page
    assert coordinator.get(at("desk-organisation", house.pk)).status_code == 200
    assert coordinator.get(at("desk"), {"words": "\x00" * 9 + "%" * 4000}).status_code == 200


def test_shared_staff_switch_without_signing_out(house: Organisation) -> None:
    second = Organisation.objects.create(name="Second house")
    both = signed_in("both@example.org", house, second)
    assert at("desk-organisation", second.pk) in both.get(at("desk-organisation", house.pk)).content.decode()
    assert both.get(at("desk-organisation", second.pk)).status_code == 200


def test_a_companion_adds_a_group_without_address_or_number_and_edits_it(house: Organisation) -> None:
    companion = signed_in("companion@example.org", role=Role.COMPANION)
    assert companion.get(at("desk-organisation", house.pk)).status_code == 403
    answer = companion.post(at("desk-organisation-new"), {"name": "Thee met Tigrinya", "formality": "informal"})
    group = Organisation.objects.get(name="Thee met Tigrinya")
    assert answer.headers["Location"].endswith(f"/desk/{group.pk}/")
    assert (group.formality, group.field_sources["name"]["by"]) == ("informal", "organisation")
    assert companion.get(at("desk-organisation", group.pk)).status_code == 200


def test_still_true_confirms_all_that_is_in_use_and_says_so(editor: Client, debts: Service) -> None:
    gone = debts.organisation.services.exclude(pk=debts.pk).first()
    assert gone is not None
    Service.objects.filter(pk=gone.pk).update(status="defunct", assured_date=date(2020, 1, 1))
    page = editor.post(at("desk-confirm-all", debts.organisation_id), follow=True)
    assert "Confirmed: " in page.content.decode()
    debts.refresh_from_db()
    gone.refresh_from_db()
    assert (debts.assured_date, debts.assurer) == (timezone.localdate(), "Open Huis De Kade")
    assert debts.field_sources["assured_date"]["by"] == "organisation"
    assert gone.assured_date == date(2020, 1, 1)


@pytest.mark.parametrize("weeks", ["-1", "521", "many", "1e9", "4.5", "٤" * 30])
def test_weeks_that_make_no_sense_are_told_and_kept(editor: Client, debts: Service, weeks: str) -> None:
    answer = editor.post(of(debts, "desk-room"), {"room": "waiting-list", "weeks": weeks})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "from 0 to 520" in page and weeks in page
    debts.refresh_from_db()
    assert debts.room == "open"


def test_weeks_of_a_waiting_list_go_with_it(editor: Client, debts: Service) -> None:
    editor.post(of(debts, "desk-room"), {"room": "waiting-list", "weeks": "4"})
    debts.refresh_from_db()
    assert (debts.room, debts.waiting_weeks) == ("waiting-list", 4)
    editor.post(of(debts, "desk-room"), {"room": "full", "weeks": "4"})
    debts.refresh_from_db()
    assert (debts.room, debts.waiting_weeks) == ("full", None)
    assert editor.post(of(debts, "desk-room"), {"room": "palace"}).status_code == 400


def test_a_new_service_is_not_confirmed_before_anything_is_said_of_it(editor: Client, house: Organisation) -> None:
    editor.post(at("desk-service-new", house.pk), {"name": "Naaiatelier", "language": "nl"})
    new = house.services.latest("last_modified")
    assert (str(new), new.assured_date, new.assurer) == ("Naaiatelier", None, "")
    editor.post(of(new, "desk-closed-tomorrow"))
    assert "Not filled in yet." in editor.get(of(new, "desk-service")).content.decode()
    assert "Confirmed" not in Client().get(at("service", new.pk)).content.decode()
    editor.post(of(new, "desk-room"), {"room": "few"})
    new.refresh_from_db()
    assert (new.assured_date, new.assurer) == (timezone.localdate(), house.name)
    assert "Not filled in yet." not in editor.get(of(new, "desk-service")).content.decode()


def test_a_first_fact_does_not_confirm_what_a_feed_brought(editor: Client, debts: Service) -> None:
    Service.objects.filter(pk=debts.pk).update(assured_date=None, assurer="", source="city")
    editor.post(of(debts, "desk-room"), {"room": "few"})
    debts.refresh_from_db()
    assert debts.assured_date is None


def test_enter_in_the_weeks_means_the_waiting_list(editor: Client, debts: Service) -> None:
    """The first submit button of a form answers the Enter key."""
    for page in (of(debts, "desk-service"), at("desk-organisation", debts.organisation_id)):
        form = editor.get(page).content.decode().split(of(debts, "desk-room"))[1].split("</form>")[0]
        assert 'name="room" value="waiting-list"' in form[form.index("<button") :].split(">")[0]


@pytest.mark.parametrize("room", ["open", "few", "full"])
def test_room_with_weeks_typed_is_asked_about_and_not_saved(editor: Client, debts: Service, room: str) -> None:
    answer = editor.post(of(debts, "desk-room"), {"room": room, "weeks": "4"})
    assert answer.status_code == 400 and "Choose “Waiting list”" in answer.content.decode()
    debts.refresh_from_db()
    assert (debts.room, debts.waiting_weeks) == ("open", None)


def test_wrong_weeks_come_back_on_the_page_they_were_typed_on(editor: Client, debts: Service) -> None:
    assert 'name="page" value="service"' in editor.get(of(debts, "desk-service")).content.decode()
    answer = editor.post(of(debts, "desk-room"), {"room": "waiting-list", "weeks": "-3", "page": "service"})
    assert answer.status_code == 400
    assert answer.templates[0].name == "desk/service.html"
    field = answer.content.decode().split('name="weeks"')[1].split(">")[0]
    assert 'value="-3"' in field and "autofocus" in field
    taken = editor.post(of(debts, "desk-room"), {"room": "waiting-list", "weeks": "3", "page": "service"})
    assert taken["Location"] == of(debts, "desk-service")


def test_what_is_closed_tomorrow_is_not_offered_to_be_closed_again(editor: Client, debts: Service) -> None:
    address = of(debts, "desk-closed-tomorrow")
    assert address in editor.get(of(debts, "desk-service")).content.decode()
    editor.post(address)
    page = editor.get(of(debts, "desk-service")).content.decode()
    assert address not in page
    assert "Closed on " in page and "Closed from " not in page


def test_a_day_within_a_longer_closure_is_closed_already(editor: Client, debts: Service) -> None:
    TemporaryChange.objects.create(service=debts, kind="closed", starts=timezone.now() - timedelta(days=1))
    editor.post(of(debts, "desk-closed-tomorrow"))
    assert debts.temporary_changes.count() == 1


def test_closed_tomorrow_twice_is_one_closure_of_one_day(editor: Client, debts: Service) -> None:
    for _again in range(2):
        assert editor.post(of(debts, "desk-closed-tomorrow")).status_code == 302
    change = debts.temporary_changes.get()
    tomorrow = timezone.localdate() + timedelta(days=1)
    begins = timezone.make_aware(datetime.combine(tomorrow, time()))
    assert change.starts == begins
    assert timezone.localtime(change.ends).date() == tomorrow + timedelta(days=1)
    editor.post(of(debts, "desk-change-remove", change.pk))
    assert not debts.temporary_changes.exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"kind": "closed", "first": "2026-12-10", "last": "2026-12-01"}, "before the first"),
        ({"kind": "closed"}, "Choose the first day"),
        ({"kind": "closed", "first": "soon"}, "day/month/year"),
        ({"kind": "closed", "first": "9999-12-31"}, "three years ahead"),
        ({"kind": "closed", "first": "today", "last": "0001-01-01"}, "before the first"),
        ({"kind": "closed", "first": "today", "last": "today", "last_time": "00:00"}, "ends before it begins"),
        ({"kind": "hours", "first": "today"}, "from when to when"),
        ({"kind": "hours", "first": "today", "opens": "10:00", "closes": "10:00"}, "different times"),
        ({"kind": "notice", "first": "today"}, "what people should know"),
        ({"kind": "party", "first": "today"}, "not one of the choices"),
        ({"first": "today"}, "Choose what is different"),
        ({"kind": "notice", "first": "today", "note": "n" * 5000}, "5000 characters"),
        ({"kind": "notice", "first": "today", "note": "a\x00b"}, "no letter"),
        ({"kind": "notice", "first": "today", "note": "x", "language": "klingon"}, "not one of the choices"),
    ],
)
def test_a_change_that_makes_no_sense_is_told_and_kept(
    editor: Client, debts: Service, typed: dict[str, str], said: str
) -> None:
    today = timezone.localdate()
    days = {"today": today.isoformat(), "2026-12-10": (today + timedelta(days=9)).isoformat()}
    days["2026-12-01"] = (today + timedelta(days=2)).isoformat()
    answer = editor.post(of(debts, "desk-changes"), {key: days.get(value, value) for key, value in typed.items()})
    assert answer.status_code == 400
    assert said in answer.content.decode().replace("&#x27;", "'")
    assert not debts.temporary_changes.exists()


SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


def test_scripts_in_every_text_stay_words(editor: Client, debts: Service) -> None:
    for theme in SERVICE:
        if hasattr(theme.form, "text_rows"):
            seen = fresh(editor, of(debts, "desk-service-edit", theme.code))
            typed = {**seen, "text_nl": SCRIPT, "state_nl": "original", "new_language": "so", "new_text": SCRIPT}
            assert (theme.code, editor.post(of(debts, "desk-service-edit", theme.code), typed).status_code) == (
                theme.code,
                302,
            )
    house = debts.organisation_id
    for theme, typed in {
        "names": {"name": SCRIPT, "alternate_name": SCRIPT},
        "purposes": {"purposes": SCRIPT, "funding": SCRIPT},
    }.items():
        address = at("desk-organisation-edit", house, theme)
        assert editor.post(address, {**fresh(editor, address), **typed}).status_code == 302
    pages = [*every_page(debts), f"/en/services/{debts.pk}/", f"/en/organisations/{house}/", "/nl/services/"]
    for address in pages:
        page = editor.get(address, follow=True).content.decode()
        assert "<script>alert" not in page and "<img src=x" not in page, address


def fresh(client: Client, address: str) -> dict[str, str]:
    """The hidden field of a form that was just opened."""
    form = client.get(address).context["page"].form
    return {"seen": form["seen"].value()}


@pytest.mark.parametrize(
    ("theme", "typed"),
    [
        ("contact", {"url": "javascript:alert(1)", "email": ""}),
        ("contact", {"url": "", "email": "not an address"}),
        ("price", {"free": "yes", "amount": "5"}),
        ("price", {"free": "no", "amount": "-3"}),
        ("price", {"free": "maybe", "amount": ""}),
        ("price", {"amount": "5"}),
        (
            "people",
            {"ages": "listed", "minimum_age": "40", "maximum_age": "12", "genders": "any", "families_only": "no"},
        ),
        ("people", {"ages": "listed", "minimum_age": "-1", "genders": "any", "families_only": "no"}),
        ("people", {"ages": "listed", "genders": "any", "families_only": "no"}),
        ("papers", {"asks_papers": "no", "residence": "listed", "insurance_needed": "no", "referral_needed": "no"}),
        ("towns", {"area": "listed", "municipalities": " \n "}),
        ("towns", {"area": "listed", "municipalities": "\n".join(f"town {n}" for n in range(101))}),
        ("towns", {"area": "listed", "municipalities": "t" * 5001}),
        ("status", {"status": "vanished"}),
        ("status", {"status": "active", "alternate_name": "n" * 256}),
        ("name", {"text_nl": "", "text_fr": "", "text_en": "", "text_ar": ""}),
        ("name", {"text_nl": "n" * 5000, "state_nl": "original"}),
        ("name", {"text_nl": "Hulp", "state_nl": "reviewed"}),
        ("description", {"text_nl": "x", "state_nl": "original", "new_text": "no language"}),
        ("languages", {"code_0": "klingon", "by_0": "staff"}),
        ("languages", {"code_0": "nl", "by_0": "parrot"}),
    ],
)
def test_what_makes_no_sense_is_refused_with_what_was_typed(
    editor: Client, debts: Service, theme: str, typed: dict[str, str]
) -> None:
    before = Service.objects.values().get(pk=debts.pk)
    address = of(debts, "desk-service-edit", theme)
    answer = editor.post(address, {**fresh(editor, address), **typed})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert 'role="alert"' in page
    assert Service.objects.values().get(pk=debts.pk) == before


def test_two_editors_at_once_are_told_and_nothing_is_dropped_unseen(editor: Client, debts: Service) -> None:
    address = of(debts, "desk-service-edit", "contact")
    seen = fresh(editor, address)
    colleague = signed_in("colleague@example.org", debts.organisation)
    colleague.post(address, {**fresh(colleague, address), "url": "", "email": "theirs@example.org"})
    answer = editor.post(address, {**seen, "url": "", "email": "mine@example.org"})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "Somebody else changed this entry" in page and "mine@example.org" in page
    assert "See what stands there now" in page
    debts.refresh_from_db()
    assert debts.email == "theirs@example.org"
    again = {"seen": answer.context["page"].form["seen"].value(), "url": "", "email": "mine@example.org"}
    assert editor.post(address, again).status_code == 302
    debts.refresh_from_db()
    assert debts.email == "mine@example.org"


def test_a_translation_that_a_colleague_just_added_survives_my_second_save(editor: Client, debts: Service) -> None:
    address = of(debts, "desk-service-edit", "description")
    seen = fresh(editor, address)
    colleague = signed_in("colleague@example.org", debts.organisation)
    added = {"new_language": "so", "new_text": "Caawimaad", "text_nl": "Hulp", "state_nl": "original"}
    assert colleague.post(address, {**fresh(colleague, address), **added}).status_code == 302
    mine = {"text_nl": "Hulp en raad", "state_nl": "original"}
    told = editor.post(address, {**seen, **mine})
    shown = {field.html_name: field.value() for field in told.context["page"].form}
    assert shown["text_so"] == "Caawimaad"
    assert editor.post(address, {name: value for name, value in shown.items() if value}).status_code == 302
    debts.refresh_from_db()
    assert debts.description["so"]["text"] == "Caawimaad"
    assert debts.description["nl"]["text"] == "Hulp en raad"


def test_a_changed_hidden_field_is_not_a_way_round(editor: Client, debts: Service) -> None:
    address = of(debts, "desk-service-edit", "contact")
    for seen in ("never", "9999-99-99", "2020-01-01T00:00:00+00:00", "x" * 65):
        assert editor.post(address, {"seen": seen, "url": "", "email": "mine@example.org"}).status_code == 400


def test_a_saved_fact_is_confirmed_by_the_organisation_and_the_others_are_not(editor: Client, debts: Service) -> None:
    before = debts.assured_date
    address = of(debts, "desk-service-edit", "price")
    editor.post(address, {**fresh(editor, address), "free": "no", "amount": "3,50"})
    debts.refresh_from_db()
    today = timezone.localdate().isoformat()
    assert str(debts.amount) == "3.50"
    assert debts.field_sources["amount"] == {"source": "organisation", "on": today, "by": "organisation"}
    assert (debts.assured_date, "email" in debts.field_sources) == (before, False)


def test_not_known_can_be_said_of_everything(editor: Client, debts: Service) -> None:
    for theme, typed in {
        "price": {"free": "unknown", "amount": ""},
        "people": {"ages": "unknown", "genders": "unknown", "families_only": "unknown"},
        "papers": dict.fromkeys(("asks_papers", "residence", "insurance_needed", "referral_needed"), "unknown"),
        "towns": {"area": "unknown", "municipalities": ""},
        "features": dict.fromkeys(("diverse_staff", "child_care", "lgbti_safe", "faith"), "unknown"),
        "come": {},
        "languages": {},
    }.items():
        address = of(debts, "desk-service-edit", theme)
        assert (theme, editor.post(address, {**fresh(editor, address), **typed}).status_code) == (theme, 302)
    debts.refresh_from_db()
    assert (debts.free, debts.ages_known, debts.asks_papers, debts.residence_rule) == (None, False, None, "unknown")
    assert not debts.languages.exists() and not debts.access_modes.exists()


def test_needs_are_found_by_own_words_without_saving(editor: Client, debts: Service) -> None:
    address = of(debts, "desk-needs")
    asked = {**fresh(editor, address), "needs": ["money.debts"], "words": "brieven van de deurwaarder", "search": "1"}
    page = editor.post(address, asked).context["page"]
    assert [need.code for need in page.chosen] == ["money.debts"]
    assert page.suggested
    assert [row.need_id for row in debts.service_needs.all()] == ["money.debts", "money.bailiff"]
    saved = {**fresh(editor, address), "needs": ["talking.sleep", "money.bailiff"]}
    assert editor.post(address, saved).status_code == 302
    assert [row.need_id for row in debts.service_needs.all()] == ["money.bailiff", "talking.sleep"]
    assert editor.post(address, {**fresh(editor, address), "needs": ["no.such"]}).status_code == 400


def test_a_week_is_written_and_read_again(editor: Client, debts: Service) -> None:
    address = of(debts, "desk-hours")
    typed = {"opens_mo_0": "09:00", "closes_mo_0": "12:00", "opens_mo_1": "13:00", "closes_mo_1": "17:00"}
    typed |= {"opens_we_0": "09:00", "closes_we_0": "12:00", "booked_we_0": "on", "holiday_rule": "closed"}
    assert editor.post(address, {**fresh(editor, address), **typed}).status_code == 302
    rows = {(row.byday, f"{row.opens_at:%H:%M}", row.by_appointment) for row in debts.schedules.all()}
    assert rows == {("MO", "09:00", False), ("MO", "13:00", False), ("WE", "09:00", True)}
    page = editor.get(address).content.decode()
    assert 'value="13:00"' in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"opens_mo_0": "17:00", "closes_mo_0": "09:00"}, "closes before it opens"),
        ({"opens_mo_0": "09:00"}, "both times"),
        ({"opens_mo_0": "25:00", "closes_mo_0": "26:00"}, "hours and minutes"),
        ({"opens_mo_0": "09:00", "closes_mo_0": "09:00"}, "different times"),
        (
            {"opens_mo_0": "09:00", "closes_mo_0": "12:00", "opens_mo_1": "11:00", "closes_mo_1": "13:00"},
            "before the hours above",
        ),
    ],
)
def test_hours_that_make_no_sense_are_told_and_kept(
    editor: Client, debts: Service, typed: dict[str, str], said: str
) -> None:
    address = of(debts, "desk-hours")
    answer = editor.post(address, {**fresh(editor, address), **typed, "holiday_rule": "closed"})
    assert (answer.status_code, said in answer.content.decode()) == (400, True)
    assert debts.schedules.get().byday == "MO,TU,WE,TH,FR,SA,SU"


def test_a_night_shelter_may_stay_open_after_midnight(editor: Client, debts: Service) -> None:
    address = of(debts, "desk-hours")
    typed = {"opens_mo_0": "20:00", "closes_mo_0": "08:00", "night": "on", "holiday_rule": "as-usual"}
    assert editor.post(address, {**fresh(editor, address), **typed}).status_code == 302


def test_phones_are_saved_and_emptied_ones_go(editor: Client, debts: Service) -> None:
    address = of(debts, "desk-phones")
    typed = {"number_0": "+32 3 000 00 01", "kind_0": "whatsapp", "number_1": "0800 12345", "kind_1": "voice"}
    assert editor.post(address, {**fresh(editor, address), **typed}).status_code == 302
    assert [(row.number, row.kind) for row in debts.phones.all()] == [
        ("+32 3 000 00 01", "whatsapp"),
        ("0800 12345", "voice"),
    ]
    typed["number_0"] = ""
    editor.post(address, {**fresh(editor, address), **typed})
    assert [row.number for row in debts.phones.all()] == ["0800 12345"]
    wrong = {**typed, "number_0": SCRIPT.replace("1", "").replace("2", "")}
    assert editor.post(address, {**fresh(editor, address), **wrong}).status_code == 400


def test_a_table_in_somebody_elses_house_is_found_and_shown_to_everybody(editor: Client, debts: Service) -> None:
    theirs = Organisation.objects.create(name="Stedelijk Onthaal")
    place = Location.objects.create(organisation=theirs, address="Onthaalplein 1", municipality="Voorbeeldstad")
    desk = Service.objects.create(organisation=theirs, name={"nl": {"text": "Onthaal", "state": "original"}})
    desk.service_at_locations.create(location=place)
    address = of(debts, "desk-places")
    own = str(debts.service_at_locations.get().location_id)
    found = editor.post(address, {**fresh(editor, address), "locations": [own], "words": "Onthaalplein", "search": "1"})
    assert "Stedelijk Onthaal" in found.content.decode()
    editor.post(address, {**fresh(editor, address), "locations": [own, str(place.pk)]})
    assert [row.location_id for row in debts.service_at_locations.all()] == [UUID(own), place.pk]
    page = Client().get(f"/nl/places/{place.pk}/").content.decode()
    assert "Hulp bij schulden" in page and "Onthaal" in page and "08:00–20:00" in page
    assert f"/nl/places/{place.pk}/" in Client().get(f"/nl/services/{debts.pk}/").content.decode()
    assert f"/nl/places/{own}/" not in Client().get(f"/nl/services/{debts.pk}/").content.decode()
    wrong = {**fresh(editor, address), "locations": [own, str(uuid4()), "../../etc"]}
    assert editor.post(address, wrong).status_code == 400


def test_a_service_closed_down_leaves_the_pages_and_comes_back(editor: Client, debts: Service) -> None:
    address = of(debts, "desk-service-edit", "status")
    editor.post(address, {**fresh(editor, address), "status": "defunct"})
    assert Client().get(f"/nl/services/{debts.pk}/").status_code == 404
    assert editor.get(of(debts, "desk-service")).status_code == 200
    editor.post(address, {**fresh(editor, address), "status": "active"})
    assert Client().get(f"/nl/services/{debts.pk}/").status_code == 200


def test_a_site_is_added_and_put_on_the_map(editor: Client, house: Organisation) -> None:
    assert editor.post(at("desk-site-new", house.pk), {"address": "", "municipality": ""}).status_code == 400
    answer = editor.post(at("desk-site-new", house.pk), {"address": "Nieuwstraat 5", "municipality": "Voorbeeldstad"})
    site = Location.objects.get(address="Nieuwstraat 5")
    assert str(site.pk) in answer.headers["Location"]
    address = at("desk-site-edit", house.pk, site.pk, "point")
    for wrong in ({"latitude": "51"}, {"latitude": "91", "longitude": "4"}, {"latitude": "nan", "longitude": "4"}):
        assert (wrong, editor.post(address, {**fresh(editor, address), **wrong}).status_code) == (wrong, 400)
    editor.post(address, {**fresh(editor, address), "latitude": "51.13", "longitude": "4.14"})
    site.refresh_from_db()
    assert (site.latitude, site.longitude) == (51.13, 4.14)


def test_what_it_mobilises_for_is_never_asked_at_the_desk(editor: Client, debts: Service) -> None:
    Organisation.objects.filter(pk=debts.organisation_id).update(mobilisation="pro-migrant")
    for address in every_page(debts):
        assert "mobilis" not in editor.get(address, follow=True).content.decode().lower()


def test_only_a_post_changes_and_only_with_a_token(editor: Client, debts: Service) -> None:
    for name in ("desk-confirm", "desk-room", "desk-closed-tomorrow"):
        assert editor.get(of(debts, name)).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(get_user_model().objects.get(email="editor@example.org"))
    assert strict.post(of(debts, "desk-confirm")).status_code == 403
