"""Beginning beside somebody, and forgetting."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import override

from baken.web.answering import never_kept, public_page, question_page
from baken.web.beside.bar import direction_of
from baken.web.contexts import language_choices


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language the person may read: `start` is the first page in it."""

    code: str
    name: str
    direction: str
    start: str


@dataclass(frozen=True, slots=True)
class EnterPage:
    languages: tuple[Tongue, ...]


@public_page
def enter(request: HttpRequest) -> HttpResponse:
    """The mode travels in the question's form, so beginning is a form too: no cookie, nothing in an address."""
    choices = language_choices(request.path, request.LANGUAGE_CODE)
    page = EnterPage(tuple(_tongue(choice.code, choice.name) for choice in choices))
    return render(request, "beside/enter.html", {"page": page})


@question_page
def forget(request: HttpRequest) -> HttpResponse:
    """For browsers without scripts: the start again, and what the browser stored of our pages is dropped."""
    response = never_kept(HttpResponseRedirect(reverse("start")))
    response.status_code = 303
    response["Clear-Site-Data"] = '"cache"'
    return response


def _tongue(code: str, name: str) -> Tongue:
    with override(code):
        return Tongue(code, name, direction_of(code), reverse("start"))
