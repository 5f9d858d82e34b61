"""Coordinators keep guidance true: change and add items, call a helpline and say so, take a change back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from baken.guidance import items as guidance
from baken.guidance import keeping
from baken.guidance import services as changes
from baken.guidance.keeping import HelplineRow, HelplineToEdit, ItemRow, ItemToEdit, Step
from baken.web.city.contexts import ChangeView
from baken.web.city.words import Line
from baken.web.desk.saving import changed_words
from baken.web.guidance import words as said
from baken.web.guidance.keeping_forms import ItemForm, NumberForm, written_in
from baken.web.permitting import actor_of
from baken.web.working import BOTH, WRITE, done, not_done, reading_order, working_page


@dataclass(frozen=True, slots=True)
class KindRows:
    kind: str
    title: str
    rows: tuple[ItemRow, ...]


@dataclass(frozen=True, slots=True)
class ListPage:
    kinds: tuple[KindRows, ...]
    helplines: tuple[HelplineRow, ...]


@dataclass(frozen=True, slots=True)
class ItemPage:
    """`item` None: a new one. `language`: the tag of that in which its texts are written here."""

    form: ItemForm
    item: ItemToEdit | None
    title: str
    language: str


@dataclass(frozen=True, slots=True)
class NumberPage:
    form: NumberForm
    line: HelplineToEdit


@dataclass(frozen=True, slots=True)
class StepView:
    step: Step
    what: str
    changes: tuple[ChangeView, ...]
    newest: bool


@dataclass(frozen=True, slots=True)
class HistoryPage:
    entry: str
    name: Any
    steps: tuple[StepView, ...]


@working_page("guidance.edit")
def everything(request: HttpRequest) -> HttpResponse:
    rows = keeping.item_rows(*reading_order())
    kinds = tuple(
        KindRows(kind, str(said.KIND[kind]), tuple(row for row in rows if row.kind == kind)) for kind in guidance.KINDS
    )
    page = ListPage(kinds, keeping.helpline_rows(settings.BAKEN_COUNTRY, *reading_order()))
    return render(request, "city/guidance/list.html", {"page": page})


@working_page("guidance.edit", BOTH)
def change(request: HttpRequest, item_id: UUID) -> HttpResponse:
    item = keeping.item_to_edit(item_id, written_in(), settings.BAKEN_LOCAL_LANGUAGE)
    if item is None:
        raise Http404
    form = ItemForm(request.POST or None, item=item)
    if _saved(form, lambda: _changed(request, form, item_id), item.seen.isoformat()):
        return done(request, _("It is saved. Readers see it now."), "city-guidance-item", item_id=item_id)
    return _item_page(request, ItemPage(form, item, str(said.KIND[item.kind]), written_in()))


def _changed(request: HttpRequest, form: ItemForm, item_id: UUID) -> None:
    changes.change_item(
        item_id=item_id, words=form.words(), facts=form.facts(), by=actor_of(request), seen=form.seen_at()
    )


@working_page("guidance.edit", BOTH)
def add(request: HttpRequest, kind: str) -> HttpResponse:
    if kind not in guidance.KINDS:
        raise Http404
    form = ItemForm(request.POST or None)
    if _saved(form, lambda: _added(request, form, kind)):
        return done(request, _("It is saved. Readers see it now."), "city-guidance")
    return _item_page(request, ItemPage(form, None, str(said.KIND[kind]), written_in()))


def _added(request: HttpRequest, form: ItemForm, kind: str) -> None:
    changes.add_item(kind=kind, words=form.words(), facts=form.facts(), by=actor_of(request))


def _item_page(request: HttpRequest, page: ItemPage) -> HttpResponse:
    return render(request, "city/guidance/item.html", {"page": page}, status=400 if page.form.errors else 200)


@working_page("guidance.edit", BOTH)
def number(request: HttpRequest, code: str) -> HttpResponse:
    line = _line(code)
    form = NumberForm(request.POST or None, line=line)
    if _saved(form, lambda: _answers(request, form, code), line.seen):
        return done(request, _("It is saved. Readers see it now."), "city-guidance-number", code=code)
    status = 400 if form.errors else 200
    return render(request, "city/guidance/number.html", {"page": NumberPage(form, line)}, status=status)


def _answers(request: HttpRequest, form: NumberForm, code: str) -> None:
    changes.change_helpline(
        code=code,
        answering=form.answering(),
        by=actor_of(request),
        on=timezone.localdate(),
        seen=form.cleaned_data["seen"],
    )


@working_page("guidance.edit", WRITE)
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    _line(code)
    seen = request.POST.get("seen", "")
    try:
        changes.confirm_helpline(
            code=code, by="coordinator", on=timezone.localdate(), seen=seen, actor=actor_of(request)
        )
    except changes.GuidanceError as problem:
        return not_done(request, refused_words(problem), "city-guidance-number", code=code)
    return done(request, _("Confirmed today."), "city-guidance-number", code=code)


def _line(code: str) -> HelplineToEdit:
    line = keeping.helpline_to_edit(code, *reading_order())
    if line is None:
        raise Http404
    return line


def _saved(form: ItemForm | NumberForm, change: Callable[[], object], seen: str = "") -> bool:
    """Whether it was done; else the form says why, with what was typed. `seen`: what saving once more is over."""
    if not form.is_valid():
        return False
    try:
        change()
    except changes.ChangedMeanwhile:
        form.add_error(None, changed_words())
        form.shown_again(seen)
        return False
    except changes.GuidanceError as problem:
        form.add_error(None, refused_words(problem))
        return False
    return True


def refused_words(problem: changes.GuidanceError) -> str:
    field = str(problem).partition(":")[0]
    words = {
        "number": _("Write the number with figures, or say another way to reach them."),
        "title": _("Give it a title."),
        "source": _("Say where this is known from."),
    }
    return words.get(field, _("That cannot be done any more: it changed meanwhile."))


@working_page("guidance.edit")
def remembered(request: HttpRequest, entry: str) -> HttpResponse:
    name = _name(entry)
    steps = keeping.history(entry)
    views = tuple(
        StepView(step, str(said.STEP.get(step.what, "")), _change_views(step), newest=at == 0)
        for at, step in enumerate(steps)
    )
    return render(request, "city/guidance/history.html", {"page": HistoryPage(entry, name, views)})


@working_page("guidance.edit", WRITE)
def restored(request: HttpRequest, entry: str) -> HttpResponse:
    _name(entry)
    chosen, seen = (_number(request.POST.get(name, "")) for name in ("revision", "seen"))
    if chosen is None:
        return not_done(request, _("Choose a state to go back to."), "city-guidance-history", entry=entry)
    try:
        changes.restore(entry=entry, revision_id=chosen, by=actor_of(request), on=timezone.localdate(), seen=seen or 0)
    except changes.GuidanceError as problem:
        return not_done(request, refused_words(problem), "city-guidance-history", entry=entry)
    return done(request, _("It is again as it was then."), "city-guidance-history", entry=entry)


def _number(written: str) -> int | None:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 18 else None


def _name(entry: str) -> Any:
    """Of an item (by its id) or a helpline (by its code). Raises Http404."""
    name = keeping.name_of(entry, *reading_order())
    if name is None:
        raise Http404
    return name


def _change_views(step: Step) -> tuple[ChangeView, ...]:
    return tuple(
        ChangeView(str(said.FIELD.get(one.field, one.field)), _lines(one.field, one.old), _lines(one.field, one.new))
        for one in step.changes
    )


_WORDS: dict[str, Any] = {
    "forms": said.FORM,
    "audiences": said.AUDIENCE,
    "groups": said.GROUP,
    "situations": said.RESIDENCE,
    "regions": said.REGION,
}


def _lines(field: str, value: Any) -> tuple[Line, ...]:
    """A stored value, as somebody reads it."""
    if isinstance(value, dict):  # a text in several languages
        return tuple(Line(part["text"], tag) for tag, part in value.items())
    if isinstance(value, bool):
        return (Line(_("Yes") if value else _("No")),)
    if field == "rules":
        return tuple(Line(f"{', '.join(rule['days'])} {rule['opens']}–{rule['closes']}") for rule in value)
    if isinstance(value, list):
        return tuple(Line(str(_WORDS.get(field, {}).get(code, code))) for code in value)
    return (Line(str(value)),) if value else ()
