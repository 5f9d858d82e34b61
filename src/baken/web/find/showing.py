"""A page of a question, in the person's language or in two."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import override

from baken.web.beside.bar import direction_of
from baken.web.beside.merging import in_two_languages
from baken.web.find.forms import QuestionForm

Make = Callable[[QuestionForm], object]


def shown(request: HttpRequest, template: str, form: QuestionForm, make: Make, *, status: int = 200) -> HttpResponse:
    """`make` builds the page's record in the active language; it is asked again in the companion's."""
    beside = form.beside()
    html: str = render_to_string(template, {"page": make(form), "beside": beside}, request)
    if beside is not None and beside.two:
        html = in_two_languages(
            html,
            _in(beside.language, request, template, form, make),
            language=beside.language,
            direction=direction_of(beside.language),
        )
    return HttpResponse(html, status=status)


def _in(language: str, request: HttpRequest, template: str, form: QuestionForm, make: Make) -> str:
    with override(language):
        again = QuestionForm(form.data)
        again.is_valid()
        return render_to_string(template, {"page": make(again), "beside": None}, request)
