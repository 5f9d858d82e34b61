"""How pages for those who keep the directory answer: for whom, by which methods, never stored."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language

from baken.web.errors import method_not_allowed
from baken.web.permitting import permitted

View = Callable[..., HttpResponseBase]
READ: Final = ("GET", "HEAD")
WRITE: Final = ("POST",)
BOTH: Final = (*READ, *WRITE)


def working_page(permission: str, methods: tuple[str, ...] = READ) -> Callable[[View], View]:
    """The view is for those with `permission`; what it answers is for them alone."""

    def mark(view: View) -> View:
        guarded = permitted(permission)(_answering(view, methods))

        @wraps(guarded)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            response = guarded(request, *args, **kwargs)
            response.headers["Cache-Control"] = "no-store"
            return response

        return answer

    return mark


def _answering(view: View, methods: tuple[str, ...]) -> View:
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in methods:
            return method_not_allowed(request, methods)
        return view(request, *args, **kwargs)

    return answer


def done(request: HttpRequest, message: str, address: str, **names: Any) -> HttpResponse:
    """After a change: to another page (a path, or the name of one), which says what was done."""
    messages.success(request, message)
    return _to(address, names)


def not_done(request: HttpRequest, message: str, address: str, **names: Any) -> HttpResponse:
    messages.error(request, message)
    return _to(address, names)


def _to(address: str, names: dict[str, Any]) -> HttpResponse:
    return redirect(address if address.startswith("/") else reverse(address, kwargs=names))


def reading_order() -> tuple[str, str]:
    return (get_language() or settings.LANGUAGE_CODE, settings.BAKEN_LOCAL_LANGUAGE)
