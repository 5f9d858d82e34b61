"""How pages may be asked for and kept: which methods, and who may store them."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse
from django.middleware.http import ConditionalGetMiddleware
from django.views.decorators.csrf import csrf_exempt

from baken.web.errors import method_not_allowed
from baken.web.permitting import open_to_all

Path = ParamSpec("Path")
View = Callable[Concatenate[HttpRequest, Path], HttpResponse]
Keeping = Callable[[HttpRequest, HttpResponse], HttpResponse]
KEPT_SECONDS = 300


def public_page(view: View[Path]) -> View[Path]:
    """The same for everyone, and not of the directory: any cache may keep it for a while."""
    return _page_to_read(view, _publicly_kept)


def facts_page(view: View[Path]) -> View[Path]:
    """The same for everyone, with facts that somebody may change: asked for again at each look."""
    return _page_to_read(view, _asked_again)


def _page_to_read(view: View[Path], kept: Keeping) -> View[Path]:
    """Without CSRF check, which would answer a POST before this can say that the page is for reading."""

    @open_to_all
    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, /, *args: Path.args, **kwargs: Path.kwargs) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return method_not_allowed(request, ("GET", "HEAD"))
        return kept(request, view(request, *args, **kwargs))

    return answer


def question_page(view: View[Path]) -> View[Path]:
    """A page that may carry a question: by POST, so that no address, history or log holds it, and never stored.

    Without CSRF token on purpose: these views change nothing, so there is nothing to forge, and a token would need
    a cookie on the device of somebody who must not leave traces there. Without a question it shows facts, which are
    asked for again at each look.
    """
    return _question_page(view, _asked_again)


def form_page(view: View[Path]) -> View[Path]:
    """A question's page with the form on it, whose seed is for one device alone: no shared cache may keep it."""
    return _question_page(view, _kept_by_one)


def _question_page(view: View[Path], kept: Keeping) -> View[Path]:
    @open_to_all
    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, /, *args: Path.args, **kwargs: Path.kwargs) -> HttpResponse:
        if request.method not in ("GET", "HEAD", "POST"):
            return method_not_allowed(request, ("GET", "HEAD", "POST"))
        response = view(request, *args, **kwargs)
        if request.method == "POST":
            return never_kept(response)
        return response if response.has_header("Cache-Control") else kept(request, response)

    return answer


def never_kept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _kept_by_one(_request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if response.status_code == 200:
        response["Cache-Control"] = f"private, max-age={KEPT_SECONDS}"
    return response


def _publicly_kept(_request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if response.status_code == 200:
        response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return response


def _asked_again(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A browser may keep it, but asks each time whether it is still so; unchanged is a few bytes (304)."""
    if response.status_code != 200:
        return response
    response["Cache-Control"] = "no-cache"
    return cast(HttpResponse, ConditionalGetMiddleware(lambda _: response).process_response(request, response))
