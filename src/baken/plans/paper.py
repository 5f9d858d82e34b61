"""The plan on paper, in the person's language and the local one: A4, or a narrow roll.

Nothing on it names the person. What stands on it is made here, line by line in both languages; where it stands is for
`plan.typ` and `receipt.typ`.
"""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import segno
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from baken.core.hours.opening import ChangeKind, DayHours
from baken.core.kinds import Reason
from baken.directory.selectors import Notice
from baken.guidance.selectors import HelplineCard
from baken.plans import formats
from baken.plans.directions import door_way_sentence, home_sentences, leg_sentences
from baken.plans.kinds import PlanSheet, StepView
from baken.plans.noticing import notice_sentence
from baken.plans.phrasing import (
    Labels,
    desk_sentence,
    left_out_sentence,
    need_words,
    sentence,
    spoken_by,
    usual_hours,
)
from baken.plans.pictograms import drawing
from baken.plans.sketch import sketch
from baken.plans.typesetting import Record, pdf
from baken.plans.usefulness import MOST_ON_PAPER, TRUE_TODAY_ONLY, most_useful, worth_saying

_NOTICES_SHOWN: Final = 2
_HELPLINES_SHOWN: Final = 3
_PHONES_SHOWN: Final = 2
_DRAWINGS_SHOWN: Final = 2
_CODE_MM: Final = 30.0  # the printed code without its white border
_DOT_MM: Final = 0.4  # a cheap phone reads dots of this size
_BORDER_DOTS: Final = 4
_MASK: Final = 3  # what is sealed looks random, so no mask is better; trying all eight takes 80 ms
_TEMPLATE: Final = "plan.typ"
_RECEIPT: Final = "receipt.typ"
_SMALL: Final = (88.0, 56.0)  # millimetres
_LARGE: Final = (184.0, 92.0)
_NARROW: Final = (70.0, 62.0)
_ICONS: Final = {
    "phone": "phone",
    "clock": "clock",
    "walk": "footprints",
    "ride": "bus",
    "place": "map-pin",
    "desk": "message-square-quote",
}


@dataclass(frozen=True, slots=True)
class _Paper:
    """A sheet with the two languages that it is written in; the same language twice is one column."""

    sheet: PlanSheet
    mine: str
    local: str
    labels: Mapping[str, Labels]  # by language

    @classmethod
    def of(cls, sheet: PlanSheet, languages: tuple[str, str]) -> "_Paper":
        return cls(sheet, *languages, {language: need_words(language) for language in dict.fromkeys(languages)})

    def both(self, words: Callable[[str], str]) -> Record:
        """Something said in the person's language and in the local one."""
        return {"mine": words(self.mine), "local": words(self.local) if self.two else ""}

    @property
    def two(self) -> bool:
        return self.mine != self.local


def plan_pdf(sheet: PlanSheet, *, languages: tuple[str, str], address: str = "") -> bytes:
    """The plan on A4 as PDF/UA-1: one page, or two where one would need letters too small to read.

    `languages`: the person's and the local one; `address`: the sealed link, or none.
    """
    return pdf(
        _TEMPLATE, sheet_record(sheet, languages=languages, address=address, maps={"map": _SMALL, "map-large": _LARGE})
    )


def receipt_pdf(sheet: PlanSheet, *, languages: tuple[str, str], address: str = "") -> bytes:
    """The plan for a roll of 80 mm, as long as it needs to be, in black alone; else as `plan_pdf`."""
    return pdf(_RECEIPT, sheet_record(sheet, languages=languages, address=address, maps={"map": _NARROW}))


def sheet_record(
    sheet: PlanSheet, *, languages: tuple[str, str], address: str, maps: Mapping[str, tuple[float, float]]
) -> Record:
    """What stands on the paper. `maps`: by name, how wide and high in millimetres."""
    paper = _Paper.of(sheet, languages)
    return {
        "mine": _column(paper.mine),
        "local": _column(paper.local) if paper.two else None,
        "title": paper.both(_title),
        "made": paper.both(lambda language: _made(sheet, language)),
        "invented": paper.both(_invented) if sheet.invented else None,
        "danger": _danger(paper),
        "steps": [_step(step, paper) for step in sheet.steps],
        "nothing": None if sheet.steps else paper.both(_nothing),
        "network": _section(paper, _network_title, _network(paper)),
        "left": _section(paper, _left_title, _left(paper)),
        "foot": [paper.both(_foot), *([] if paper.mine == paper.local == "en" else [paper.both(drafted_sentence)])],
        "code": _code(paper, address) if address else None,
        "icons": {name: drawing(icon) for name, icon in _ICONS.items()},
        **{name: _map(paper, *size) for name, size in maps.items()},
    }


def _map(paper: _Paper, width: float, height: float) -> Record | None:
    """Where the doors are, as far as anybody knows."""
    found = sketch(
        paper.sheet,
        languages=(paper.mine, paper.local),
        start_words=_start_words(paper.mine),
        width=width,
        height=height,
    )
    if found is None:
        return None
    return {
        "drawing": found.drawing,
        "width": found.width,
        "height": found.height,
        "labels": [{"kind": label.kind, "text": label.text, "x": label.x, "y": label.y} for label in found.labels],
        "title": paper.both(_map_title),
        "missing": [paper.both(lambda language, step=step: _not_on_map(language, step)) for step in found.missing],  # type: ignore[misc]
    }


def _map_title(language: str) -> str:
    with override(language):
        return _("Map")


def _start_words(language: str) -> str:
    with override(language):
        return _("Where you start")


def _not_on_map(language: str, step: int) -> str:
    with override(language):
        return _("Step %(step)s is not on this map. Ask how to get there.") % {"step": step}


def _column(language: str) -> Record:
    return {"lang": language.split("-")[0], "rtl": language in settings.LANGUAGES_BIDI}


def _title(language: str) -> str:
    with override(language):
        return _("My plan")


def _made(sheet: PlanSheet, language: str) -> str:
    with override(language):
        return _("Made on %(date)s") % {"date": formats.long_date(sheet.made_on, language)}


def _invented(language: str) -> str:
    with override(language):
        return _("The town, the places and their telephone numbers are invented. Do not go there.")


def _nothing(language: str) -> str:
    with override(language):
        return _("We found no door for this plan today. Go back and change something, or call and ask.")


def _foot(language: str) -> str:
    with override(language):
        return _("Your name is not on this paper and nothing was kept. A tick means yes; a question mark means: ask.")


def drafted_sentence(language: str) -> str:
    """Every text but the English one was drafted by a machine."""
    if language == "en":
        return ""
    with override(language):
        return _("A machine drafted the words in this language. There may be mistakes.")


def _danger_title(language: str) -> str:
    with override(language):
        return _("Call first")


def _network_title(language: str) -> str:
    with override(language):
        return _("Somebody near you")


def _left_title(language: str) -> str:
    with override(language):
        return _("What is not in this plan, and why")


def _say_title(language: str) -> str:
    with override(language):
        return _("To show or say at the desk")


def _code_words(language: str) -> str:
    with override(language):
        return _("The same plan on a phone: scan this code")


def _by_appointment(language: str) -> str:
    with override(language):
        return _("by appointment")


def _section(paper: _Paper, title: Callable[[str], str], lines: list[Record]) -> Record | None:
    return {"title": paper.both(title), "lines": lines} if lines else None


def _network(paper: _Paper) -> list[Record]:
    each = dict.fromkeys(reason.code for reason in paper.sheet.own_network)
    return [paper.both(lambda language, code=code: sentence(Reason(code), language)) for code in each]  # type: ignore[misc]


def _left(paper: _Paper) -> list[Record]:
    return [
        paper.both(lambda language, view=view: left_out_sentence(view, language, labels=paper.labels[language]))  # type: ignore[misc]
        for view in worth_saying(paper.sheet.left_out)
    ]


def _danger(paper: _Paper) -> Record | None:
    """Whom to call, above everything else."""
    lines = [helpline_record(card, paper.mine) for card in paper.sheet.findings.helplines[:_HELPLINES_SHOWN]]
    return {"title": paper.both(_danger_title), "lines": lines} if lines else None


def helpline_record(card: HelplineCard, language: str) -> Record:
    """`about`: when somebody answers in any week, since paper is read on another day; and in which languages, as far as
    known."""
    about = [usual_hours(card.hours, language)]
    if card.languages:
        about.append(formats.listed([formats.language_name(tag, language) for tag in card.languages], language))
    return {
        "number": card.number or card.whatsapp or card.chat_url,
        "name": card.name,
        "about": " · ".join(part.rstrip(".።") for part in about if part),
    }


def _step(step: StepView, paper: _Paper) -> Record:
    candidate, card = step.door.candidate, step.card
    site = next((site for site in card.sites if site.id == candidate.site_id), None)
    # hours that have lapsed are a table of «ask»: the words of the source say more
    timed = bool(candidate.opening.rules) and any(day.known or day.spans for day in step.hours)
    return {
        "gives": " · ".join(chip.label for chip in step.needs) or card.name.text,
        "drawings": [drawing(chip.pictogram) for chip in step.needs][:_DRAWINGS_SHOWN],
        "service": _own_name(step),
        "organisation": card.organisation_name,
        "address": ", ".join(card.address_lines),
        "way": door_way_sentence(step.door, paper.mine),
        "rides": step.door.way is not None,
        "legs": list(leg_sentences(step.door.way, paper.mine)) if step.door.way else [],
        "home": list(home_sentences(step.home, paper.mine)),
        "transport": site.transportation if site else "",
        "phones": [phone.number for phone in card.phones][:_PHONES_SHOWN],
        "say-title": paper.both(_say_title),
        "say": _said(step, paper),
        "facts": [_fact(reason, paper) for reason in _facts_of(step)],
        "notices": [_notice(notice, paper) for notice in card.notices[:_NOTICES_SHOWN]],
        "hours": _hours(step.hours, paper) if timed else None,
        "hours-words": [] if timed else [text.text for text in card.hours_in_words],
    }


def _said(step: StepView, paper: _Paper) -> Record | None:
    if not step.face_to_face:
        return None
    needs, languages = [chip.code for chip in step.needs], spoken_by(paper.sheet.findings)
    return paper.both(
        lambda language: desk_sentence(
            needs=needs, languages=languages, language=language, labels=paper.labels[language]
        )
    )


def _own_name(step: StepView) -> Record | None:
    """What the service calls itself, to ask for at the desk; not where the heading or the organisation says it."""
    card = step.card
    if not step.needs or card.name.text.casefold() == card.organisation_name.casefold():
        return None
    return {"text": card.name.text, "lang": card.name.language.split("-")[0]}


def _facts_of(step: StepView) -> tuple[Reason, ...]:
    """Not what stands on the paper in another way: notices in their own words, hours in their table."""
    told = {"change.notice", "walk.far", "walk.far-on-foot"}
    if step.card.notices:
        told |= {reason.code for reason in step.door.reasons if reason.code.startswith("change.")}
    if step.door.candidate.opening.rules:
        told |= TRUE_TODAY_ONLY
    reasons = (*step.reasons, *step.door.reasons)
    fresh = tuple(reason for reason in reasons if reason.code.startswith("fresh."))
    told |= {reason.code for reason in fresh}
    return (*most_useful(reasons, most=MOST_ON_PAPER - len(fresh), told=told), *fresh)


def _fact(reason: Reason, paper: _Paper) -> Record:
    words = paper.both(lambda language: sentence(reason, language, labels=paper.labels[language]))
    return {"mark": reason.verdict.value if reason.verdict else "", **words}


def _notice(notice: Notice, paper: _Paper) -> Record:
    words = paper.both(lambda language: notice_sentence(notice, language))
    return {"note": notice.text.text if notice.text else "", **words}


def _hours(days: Sequence[DayHours], paper: _Paper) -> Record:
    """Two weeks below each other; two alike as one, with the dates of both. The weekdays in both languages."""
    first, second = ([_day(day, paper.mine) for day in days[start : start + 7]] for start in (0, 7))
    if [_but_date(day) for day in first] == [_but_date(day) for day in second]:
        dates = [[one["date"], other["date"]] for one, other in zip(first, second, strict=True)]
        weeks = [[{**day, "dates": both} for day, both in zip(first, dates, strict=True)]]
    else:
        weeks = [[{**day, "dates": [day["date"]]} for day in week] for week in (first, second)]
    booked = any(span["booked"] for day in (*first, *second) for span in day["spans"])
    return {
        "weekdays": [_weekday(day, paper) for day in days[:7]],
        "weeks": weeks,
        "legend": f"* {_by_appointment(paper.mine)}" if booked else "",
    }


def _weekday(day: DayHours, paper: _Paper) -> Record:
    return paper.both(lambda language: formats.weekday(day.day, language))


def _but_date(day: Record) -> Record:
    return {key: value for key, value in day.items() if key != "date"}


def _day(day: DayHours, language: str) -> Record:
    """`spans` of a day that is not known are the usual ones, to be asked about."""
    spans = [
        {
            "text": f"{formats.clock(opens)}–{formats.clock(closes)}",
            "booked": day.by_appointment or (opens, closes) in day.booked,
        }
        for opens, closes in day.spans
    ]
    with override(language):
        if not day.known:
            note = _("ask: public holiday") if day.holiday else _("ask")
        else:
            note = "" if spans else _("closed")
    changed = day.change is not None and day.change.kind is not ChangeKind.NOTICE
    date = f"{day.day.day}/{day.day.month}"
    return {"date": date, "spans": spans, "note": note, "asks": not day.known, "changed": changed}


def _code(paper: _Paper, address: str) -> Record:
    """The link as a drawing, at least 30 mm wide and with dots that a cheap phone reads."""
    code = segno.make(address, error="l", micro=False, mask=_MASK)
    drawn = io.BytesIO()
    code.save(drawn, kind="svg", scale=4, border=_BORDER_DOTS)
    dots = code.symbol_size(border=0)[0]
    expires = paper.sheet.made_on + timedelta(days=settings.BAKEN_PLAN_LINK_DAYS)
    return {
        "drawing": drawn.getvalue().decode(),
        "mm": (dots + 2 * _BORDER_DOTS) * max(_DOT_MM, _CODE_MM / dots),
        "words": paper.both(_code_words),
        "expires": paper.both(lambda language: _expires(language, formats.long_date(expires, language))),
    }


def _expires(language: str, date: str) -> str:
    with override(language):
        return _("This link works until %(date)s. After that nobody can open it.") % {"date": date}
