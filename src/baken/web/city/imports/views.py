"""A file in: sent, looked at, and only then done."""

from contextlib import suppress
from math import ceil
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from baken.accounts.permissions import may
from baken.directory.feeds import FeedError, kept, runs
from baken.directory.feeds import columns as tables
from baken.directory.feeds.pulling import sources
from baken.directory.feeds.report_files import report_csv, report_json
from baken.web.city.imports.contexts import (
    RUNS_PER_PAGE,
    Choice,
    ColumnsPage,
    ImportsPage,
    UploadPage,
    column_row,
    run_row,
    run_view,
    source_row,
)
from baken.web.city.imports.forms import UploadForm
from baken.web.city.imports.launching import launch, wait_a_little
from baken.web.permitting import actor_of
from baken.web.working import BOTH, READ, WRITE, working_page

_FILES = {"csv": (report_csv, "text/csv; charset=utf-8"), "json": (report_json, "application/json")}


@working_page("feed.import", READ)
def imports(request: HttpRequest) -> HttpResponse:
    kept.forget_old_files()
    pages = max(1, ceil(runs.run_count() / RUNS_PER_PAGE))
    number = min(_page_number(request), pages)
    cards = runs.run_cards(offset=(number - 1) * RUNS_PER_PAGE, limit=RUNS_PER_PAGE)
    page = ImportsPage(
        rows=tuple(map(run_row, cards)),
        number=number,
        pages=pages,
        sources=tuple(map(source_row, sources())),
        may_set_sources=may(actor_of(request), "feed.source"),
    )
    return render(request, "city/imports/list.html", {"page": page})


@working_page("feed.import", BOTH)
def new(request: HttpRequest) -> HttpResponse:
    posted = request.method == "POST"
    saved = tables.saved_mappings()
    form = UploadForm(request.POST, request.FILES, mappings=saved) if posted else UploadForm(mappings=saved)
    problem = ""
    if posted and form.is_valid():
        try:
            return _start(request, form)
        except FeedError as refused:
            problem = str(refused)
    page = UploadPage(form, problem, kept.MOST_BYTES >> 20, kept.KEPT_HOURS)
    return render(request, "city/imports/new.html", {"page": page}, status=400 if posted else 200)


def _start(request: HttpRequest, form: UploadForm) -> HttpResponse:
    said = form.cleaned_data
    is_table = said["kind"] == "table"
    saved = tables.saved_mapping(said["mapping"]) if is_table and said["mapping"] else None
    asked = kept.Asked(
        kind=said["kind"],
        language=said["language"],
        source=said["source"],
        encoding=said["encoding"],
        mapping=saved,
    )
    run_id = runs.ask(asked=asked, uploads=said["upload"], by=request.user.pk)
    if is_table and saved is None:
        return redirect("city_import_columns", run_id)
    return _go(run_id)


def _go(run_id: UUID) -> HttpResponse:
    with suppress(FeedError):  # somebody else set it going at the same moment; their page is the same
        launch(run_id)
    wait_a_little(run_id)
    return redirect("city_import", run_id)


@working_page("feed.import", READ)
def run(request: HttpRequest, run_id: UUID) -> HttpResponse:
    found = runs.run_page(run_id)
    if found is None:
        raise Http404
    view = run_view(found, number=_page_number(request), watching="watch" in request.GET, kept_hours=kept.KEPT_HOURS)
    return render(request, "city/imports/run.html", {"page": view})


@working_page("feed.import", BOTH)
def columns(request: HttpRequest, run_id: UUID) -> HttpResponse:
    found = runs.run_page(run_id)
    if found is None:
        raise Http404
    if found.card.state is not runs.RunState.ASKS_COLUMNS:
        return redirect("city_import", run_id)
    try:
        seen = tables.table_seen(run_id)
    except FeedError as unreadable:
        runs.give_up(run_id=run_id, problem=str(unreadable))
        return redirect("city_import", run_id)
    chosen, key = {column.name: column.guessed for column in seen.columns}, seen.key
    problem, save_as = "", request.POST.get("save_as", "").strip()
    if request.method == "POST":
        chosen = {column.name: request.POST.get(f"column-{at}", tables.KEEP) for at, column in enumerate(seen.columns)}
        key = request.POST.get("key", "")
        try:
            tables.choose_columns(run_id=run_id, columns=chosen, key=key, save_as=save_as)
            return _go(run_id)
        except FeedError as refused:
            problem = str(refused)
    page = ColumnsPage(
        run_id=str(run_id),
        rows=tuple(column_row(at, column, chosen[column.name]) for at, column in enumerate(seen.columns)),
        keys=(
            Choice("", _("none: name, organisation and address tell them apart"), not key),
            *(Choice(column.name, column.name, column.name == key) for column in seen.columns),
        ),
        save_as=save_as,
        problem=problem,
    )
    return render(request, "city/imports/columns.html", {"page": page}, status=400 if problem else 200)


@working_page("feed.import", READ)
def report_file(request: HttpRequest, run_id: UUID, ending: str) -> HttpResponse:
    found = runs.run_page(run_id)
    if found is None or found.report is None or ending not in _FILES:
        raise Http404
    write, kind = _FILES[ending]
    headers = {"Content-Disposition": f'attachment; filename="import-{run_id}.{ending}"'}
    return HttpResponse(write(found.report), content_type=kind, headers=headers)


@working_page("feed.import", WRITE)
def apply(request: HttpRequest, run_id: UUID) -> HttpResponse:
    try:
        new_run = runs.ask_to_apply(
            run_id=run_id,
            retire="retire" in request.POST,
            even_so="even_so" in request.POST,
            by=request.user.pk,
        )
    except FeedError:
        messages.error(request, _("This cannot be done any more. Look at the file again first."))
        return redirect("city_import", run_id)
    return _go(new_run)


@working_page("feed.import", WRITE)
def again(request: HttpRequest, run_id: UUID) -> HttpResponse:
    try:
        runs.restart(run_id=run_id, by=request.user.pk)
        return _go(run_id)
    except FeedError:
        messages.error(request, _("This cannot be tried again. Send the file anew."))
        return redirect("city_import", run_id)


@working_page("feed.import", WRITE)
def leave(request: HttpRequest, run_id: UUID) -> HttpResponse:
    try:
        runs.leave_it(run_id=run_id)
    except FeedError:
        messages.error(request, _("Its files are not here any more, or somebody is at work on them."))
        return redirect("city_import", run_id)
    messages.success(request, _("The files are deleted. Nothing was imported."))
    return redirect("city_imports")


def _page_number(request: HttpRequest) -> int:
    written = request.GET.get("page", "1")
    return max(1, int(written)) if written.isascii() and written.isdigit() and len(written) < 7 else 1
