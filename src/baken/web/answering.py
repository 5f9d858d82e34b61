"""How pages may be asked for and kept: which methods, and who may store them."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from baken.web.errors import method_not_allowed
from baken.web.permitting import open_to_all

Path = ParamSpec("Path")
View = Callable[Concatenate[HttpRequest, Path], HttpResponse]
KEPT_SECONDS = 300


def public_page(view: View[Path]) -> View[Path]:
    """The same for everyone: any cache may keep it for a while.

    Without CSRF check, which would answer a POST before this can say that the page is for reading.
    """

    @open_to_all
    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, /, *args: Path.args, **kwargs: Path.kwargs) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return method_not_allowed(request, ("GET", "HEAD"))
        return _publicly_kept(view(request, *args, **kwargs))

    return answer


def question_page(view: View[Path]) -> View[Path]:
    """A page that may carry a question: by POST, so that no address, history or log holds it, and never stored.

    Without CSRF token on purpose: these views change nothing, so there is nothing to forge, and a token would need
    a cookie on the device of somebody who must not leave traces there.
    """
    return _question_page(view, _publicly_kept)


def form_page(view: View[Path]) -> View[Path]:
    """A question's page with the form on it, whose seed is for one device alone: no shared cache may keep it."""
    return _question_page(view, _kept_by_one)


def _question_page(view: View[Path], kept: Callable[[HttpResponse], HttpResponse]) -> View[Path]:
    @open_to_all
    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, /, *args: Path.args, **kwargs: Path.kwargs) -> HttpResponse:
        if request.method not in ("GET", "HEAD", "POST"):
            return method_not_allowed(request, ("GET", "HEAD", "POST"))
        response = view(request, *args, **kwargs)
        if request.method == "POST":
            return never_kept(response)
        return response if response.has_header("Cache-Control") else kept(response)

    return answer


def never_kept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _kept_by_one(response: HttpResponse) -> HttpResponse:
    if response.status_code == 200:
        response["Cache-Control"] = f"private, max-age={KEPT_SECONDS}"
    return response


def _publicly_kept(response: HttpResponse) -> HttpResponse:
    if response.status_code == 200:
        response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return response
