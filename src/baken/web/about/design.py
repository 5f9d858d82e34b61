"""Every part that pages are made of, on one page: for whoever builds a page, and for the eye that checks them all.

What stands on it is invented for the purpose. tests/doors/web/test_the_design_page.py holds it to the stylesheet.
"""

from dataclasses import dataclass, replace
from datetime import time, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from baken.core.hours import HolidayRule, Opening, OpeningState, State, Weekday, WeeklyRule, day_hours
from baken.core.kinds import Reason, Text, TextState, Verdict
from baken.guidance.selectors import HelplineCard
from baken.plans.freshness import STALE_DAYS, confirmed_sentence
from baken.plans.phrasing import desk_sentence
from baken.web import said
from baken.web.answering import public_page
from baken.web.find.contexts import DoorCard
from baken.web.find.forms import QuestionForm
from baken.web.find.picturing import Progress
from baken.web.find.urgent import HelplineLine
from baken.web.signs import ON_FOOT, OPENING, Sign

COLOURS: Final = (
    "paper", "card", "ink", "muted", "line", "control", "beacon", "beacon-light", "warm", "warm-light", "ask",
    "ask-light", "stop", "stop-light",
)  # fmt: skip
SIZES: Final = ("title", "lead", "body", "small")
_NOBODYS_NUMBER: Final = "03 000 00 00"
_NOWHERE: Final = UUID(int=0)


@dataclass(frozen=True, slots=True)
class DesignPage:
    colours: tuple[str, ...]
    sizes: tuple[str, ...]
    form: QuestionForm
    wrong: QuestionForm
    door: DoorCard
    closed: DoorCard
    pictured: DoorCard
    progress: Progress
    helplines: tuple[HelplineLine, ...]
    hours: tuple[said.SaidDay, ...]
    badges: tuple[said.Said, ...]
    desk: str
    local_language: str


@public_page
def design(request: HttpRequest) -> HttpResponse:
    wrong = QuestionForm({"age": "-1", "need": "money.debts"})
    wrong.is_valid()
    page = DesignPage(
        colours=COLOURS,
        sizes=SIZES,
        form=QuestionForm(),
        wrong=wrong,
        door=_door(),
        closed=_closed(),
        pictured=replace(_door(), number=3),
        progress=Progress(3),
        helplines=(_helpline(),),
        hours=_hours(),
        badges=_badges(),
        desk=desk_sentence(needs=("money.debts",), languages=("ar",), language=settings.BAKEN_LOCAL_LANGUAGE),
        local_language=settings.BAKEN_LOCAL_LANGUAGE,
    )
    return render(request, "about/design.html", {"page": page})


def _badges() -> tuple[said.Said, ...]:
    return (
        _open_now(),
        said.Said("plain", _("Opens tomorrow at %(time)s") % {"time": "10:00"}),
        said.Said("asks", _("Ask: when are they open?")),
        said.Said("shut", _("Closed for now")),
    )


def _open_now() -> said.Said:
    return said.Said("open", _("Open now · until %(time)s") % {"time": "17:00"})


def _door() -> DoorCard:
    name = Text("nl", "Schuldhulp De Brug", TextState.ORIGINAL)
    return DoorCard(
        number=1,
        service_id=_NOWHERE,
        title=name,
        in_language="",
        proper=None,
        organisation="Huis De Kade",
        address=("Kadestraat 12", "0000 Dokstad"),
        opening=_open_now(),
        way=said.SaidWay(_("%(minutes)s min on foot") % {"minutes": 12}),
        facts=(_("Walk in"), _("Free.")),
        questions=(_("Ask: which languages do they speak?"),),
        room=said.Said("plain", _("A few places left")),
        spoken=(said.Spoken("ar", "العربية", ""), said.Spoken("nl", "Nederlands", "")),
        phones=(_NOBODYS_NUMBER,),
        notices=(said.SaidNotice(_("Closed for now"), name),),
        signs=_signs(),
        confirmed=_confirmed(21),
        stale=False,
        reasons=(Reason("access.walk-in", Verdict.YES), Reason("papers.unknown", Verdict.ASK)),
        place=None,
        chosen=False,
    )


def _signs() -> tuple[Sign, ...]:
    minutes = _("%(minutes)s min on foot") % {"minutes": 12}
    return (
        Sign(OPENING, _open_now().text, "open", "13:00–17:00"),
        Sign(ON_FOOT, minutes, digits="12"),
        Sign("id-card", _("Ask: do I need papers?"), "asks"),
        Sign("accessibility", _("You cannot enter with a wheelchair."), "shut"),
    )


def _closed() -> DoorCard:
    return replace(
        _door(),
        number=2,
        opening=said.Said("shut", _("Closed for now")),
        confirmed=_confirmed(2 * STALE_DAYS),
        stale=True,
        reasons=(Reason("papers.needed", Verdict.NO),),
    )


def _confirmed(days_ago: int) -> str:
    today = timezone.localdate()
    language = get_language() or settings.LANGUAGE_CODE
    return confirmed_sentence(today - timedelta(days=days_ago), today=today, by="", language=language)


def _helpline() -> HelplineLine:
    now = timezone.localtime()
    card = HelplineCard(
        code="example",
        name="Luisterlijn De Kade",
        number=_NOBODYS_NUMBER,
        whatsapp="",
        chat_url="",
        channels=("phone",),
        languages=("nl",),
        topics=("listening",),
        opening=OpeningState(State.OPEN, until=now + timedelta(hours=3)),
        hours=Opening(rules=(WeeklyRule(frozenset(Weekday), time(18), time(23)),), holidays=HolidayRule.AS_USUAL),
        always=False,
        notes=(),
        source="",
        source_date="",
        confirmed=True,
        invented=True,
    )
    return HelplineLine(card, said.opening_said(card.opening, now=now), "", ("Nederlands",))


def _hours() -> tuple[said.SaidDay, ...]:
    weekly = WeeklyRule(frozenset({Weekday.MO, Weekday.TU, Weekday.TH}), time(9), time(12))
    opening = Opening(timezone=settings.BAKEN_TIMEZONE, country="", rules=(weekly,), holidays=HolidayRule.AS_USUAL)
    return said.days_said(day_hours(opening, timezone.localdate(), 14))
