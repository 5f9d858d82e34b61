"""How pages for imports answer: for whom, by which methods, never stored."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from baken.web.errors import method_not_allowed
from baken.web.permitting import permitted

View = Callable[..., HttpResponseBase]


def city_page(permission: str, *methods: str) -> Callable[[View], View]:
    """The view is for those with `permission`; what it answers is for them alone."""

    def mark(view: View) -> View:
        guarded = permitted(permission)(_by(methods, view))

        @wraps(guarded)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            response = guarded(request, *args, **kwargs)
            response.headers["Cache-Control"] = "no-store"
            # with «no-referrer» a browser posts a form without saying from where, and the form is refused
            response.headers["Referrer-Policy"] = "same-origin"
            return response

        return answer

    return mark


def _by(methods: tuple[str, ...], view: View) -> View:
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in methods:
            return method_not_allowed(request, methods)
        return view(request, *args, **kwargs)

    return answer
