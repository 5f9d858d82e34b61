"""Pages for what went wrong: what happened, and what to do now."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class ErrorPage:
    status: int
    title: str
    message: str
    what_to_do: str


def error(request: HttpRequest, page: ErrorPage) -> HttpResponse:
    response = render(request, "errors/error.html", {"page": page}, status=page.status)
    response["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    return error(
        request,
        ErrorPage(
            400,
            _("We could not read that"),
            _("What your browser sent is not something this page knows."),
            _("Go back to the start and ask again."),
        ),
    )


def too_large(request: HttpRequest) -> HttpResponse:
    return error(
        request,
        ErrorPage(
            413,
            _("That is too long"),
            _("The text is longer than we can read at once."),
            _("Go back and say it in a few sentences. The most important one first."),
        ),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error(
        request,
        ErrorPage(403, _("This page is closed"), _("You cannot open this page."), _("Go to the start.")),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error(
        request,
        ErrorPage(
            404,
            _("This page is not here"),
            _("The address may be wrong, or what stood here is gone."),
            _("Go to the start, or look in the list of places."),
        ),
    )


def method_not_allowed(request: HttpRequest, allowed: Iterable[str]) -> HttpResponse:
    response = error(
        request,
        ErrorPage(
            405,
            _("That does not work here"),
            _("This page cannot be asked for in this way."),
            _("Go back to the start and ask again."),
        ),
    )
    response["Allow"] = ", ".join(allowed)
    return response


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without the token of this browser: it was open too long, or another site sent it."""
    return error(
        request,
        ErrorPage(
            403,
            _("This form was open for too long"),
            _("To be sure that it is you, we did not take it."),
            _("Go back, load the page again and fill it in once more."),
        ),
    )


def too_many_requests(request: HttpRequest) -> HttpResponse:
    return error(
        request,
        ErrorPage(
            429,
            _("That was too often"),
            _("Somebody asked this very often in a short time. We stop it for a while, for safety."),
            _("Wait a quarter of an hour and try again."),
        ),
    )


def mail_not_sent(request: HttpRequest) -> HttpResponse:
    return error(
        request,
        ErrorPage(
            503,
            _("We could not send the mail"),
            _("Our mail does not work just now. That is our fault."),
            _("Try again in a few minutes, or sign in with a passkey if you have one."),
        ),
    )


def unavailable(request: HttpRequest) -> HttpResponse:
    """Something of ours does not answer: said as a failure, never as «no results»."""
    return error(
        request,
        ErrorPage(
            503,
            _("It did not work. That is our fault."),
            _("We could not search just now. It does not mean that there is no help for you."),
            _("Wait a minute and try again. If it cannot wait, go to urgent help."),
        ),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Asks nothing of the database or of the request: either may be what broke."""
    return render(None, "errors/500.html", status=500)
