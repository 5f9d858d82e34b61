"""The two links of a reminder: they need no sign-in, open a page with a button, and speak for themselves."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from baken.accounts.links import LinkExpired, LinkProblem, LinkUsed
from baken.directory import reminding
from baken.web.permitting import permitted


@dataclass(frozen=True, slots=True)
class ReminderPage:
    """`problem`: empty, «expired», «used» or «wrong»; `done`: the button was pressed."""

    found: reminding.Confirmable | None = None
    email: str = ""
    done: bool = False
    problem: str = ""


def _button_page(template: str) -> Callable[..., Callable[[HttpRequest, str], HttpResponse]]:
    """A page that a link in a mail opens: GET shows, POST does. The token is the key, so no cookie and no CSRF token,
    which a mail program that presses «stop» by itself (RFC 8058) would not have."""

    def page_of(view: Callable[[HttpRequest, str], ReminderPage]) -> Callable[[HttpRequest, str], HttpResponse]:
        @csrf_exempt
        @never_cache
        @permitted("account.enter")
        @require_http_methods(["GET", "HEAD", "POST"])
        def answer(request: HttpRequest, token: str) -> HttpResponse:
            try:
                page = view(request, token)
            except LinkProblem as problem:
                page = ReminderPage(problem=_kind(problem))
            return render(request, template, {"page": page}, status=410 if page.problem else 200)

        return answer

    return page_of


@_button_page("account/confirm_all.html")
def confirm_all(request: HttpRequest, token: str) -> ReminderPage:
    order = (get_language() or settings.LANGUAGE_CODE, settings.BAKEN_LOCAL_LANGUAGE)
    found = reminding.confirmable(token, languages=order)
    if request.method == "POST":
        reminding.confirm(token)
    return ReminderPage(found=found, done=request.method == "POST")


@_button_page("account/stop_reminders.html")
def stop_reminders(request: HttpRequest, token: str) -> ReminderPage:
    email = reminding.who_stops(token)
    if request.method == "POST":
        reminding.stop(token)
    return ReminderPage(email=email, done=request.method == "POST")


def _kind(problem: LinkProblem) -> str:
    return "expired" if isinstance(problem, LinkExpired) else "used" if isinstance(problem, LinkUsed) else "wrong"
