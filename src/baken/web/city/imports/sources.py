"""Sources that are pulled: seen by all who import, set by administrators."""

from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baken.directory.feeds import FeedError
from baken.directory.feeds.columns import saved_mappings
from baken.directory.feeds.pulling import PULLED, SourceCard, set_source, sources
from baken.web.city.imports.naming import KIND_NAMES
from baken.web.city.imports.problems import TAKEN
from baken.web.working import BOTH, working_page

_FIELDS: Final = ("name", "kind", "address", "language", "mapping", "every_hours", "apply", "enabled")


class SourceForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of file is it?"), choices=[(kind, KIND_NAMES[kind]) for kind in PULLED]
    )
    address = forms.CharField(
        label=gettext_lazy("Address"),
        help_text=gettext_lazy("Of an HSDS service or of a file, on the open internet: https://…"),
        max_length=2_000,
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the texts"),
        help_text=gettext_lazy("Where the file does not say it itself."),
        required=False,
    )
    mapping = forms.ChoiceField(label=gettext_lazy("Columns of a table"), required=False)
    every_hours = forms.IntegerField(
        label=gettext_lazy("Every how many hours"), min_value=1, max_value=8760, initial=24
    )
    apply = forms.BooleanField(
        label=gettext_lazy("Write what it brings when nothing of it is refused; else only look"), required=False
    )
    enabled = forms.BooleanField(label=gettext_lazy("Pull this source"), required=False, initial=True)

    def __init__(self, *args: Any, known: SourceCard | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [("", "—"), *settings.LANGUAGES]  # type: ignore[attr-defined]
        mappings = [("", "—"), *((saved.name, saved.name) for saved in saved_mappings())]
        self.fields["mapping"].choices = mappings  # type: ignore[attr-defined]
        if known:
            self.initial = {field: getattr(known, field) for field in _FIELDS}
            self.fields["name"].disabled = True


@dataclass(frozen=True, slots=True)
class SourcePage:
    """`name` of the source that is changed; empty for a new one."""

    form: SourceForm
    name: str
    problem: str


@working_page("feed.source", BOTH)
def source(request: HttpRequest) -> HttpResponse:
    """`?name=` tells which; without it a new one."""
    cards = {card.name: card for card in sources()}
    name = request.GET.get("name", "")
    if name and name not in cards:
        raise Http404
    form = SourceForm(request.POST or None, known=cards.get(name))
    problem = ""
    if request.method == "POST" and form.is_valid():
        problem = _save(form, new=not name, taken=form.cleaned_data["name"] in cards)
        if not problem:
            messages.success(request, _("The source is set. It is pulled when it is due."))
            return redirect("city_imports")
    page = SourcePage(form, name, problem)
    status = 400 if request.method == "POST" else 200
    return render(request, "city/imports/source.html", {"page": page}, status=status)


def _save(form: SourceForm, *, new: bool, taken: bool) -> str:
    """Why it is not saved; empty when it is."""
    if new and taken:
        return TAKEN
    try:
        set_source(**form.cleaned_data)
    except FeedError as refused:
        return str(refused)
    return ""
