"""Showing once more that it is you, before the way of signing in changes: by mail where there is no second factor."""

import hmac
from functools import wraps
from typing import Any, Final

from allauth.account import app_settings
from allauth.account.internal import flows
from allauth.account.views import BaseReauthenticateView
from allauth.core.exceptions import ReauthenticationRequired
from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from baken.accounts import mails
from baken.accounts import selectors as accounts
from baken.accounts.limits import within
from baken.accounts.links import sign_in_seconds
from baken.web.errors import mail_not_sent, too_many_requests
from baken.web.permitting import View, person_id

MAILS_A_DAY: Final = 20
_GUESSES: Final = 3
_SENT: Final = "code-to-show-it-is-you"  # in the session: the code, for whom, when it was made, guesses left


def recently_shown(request: HttpRequest) -> bool:
    """Within the last minutes, by what the account has; signing in counts where it has no second factor."""
    if flows.reauthentication.get_reauthentication_flows(request.user):
        return bool(flows.reauthentication.did_recently_reauthenticate(request))
    shown = flows.login.get_authentication_records(request, request.user)
    return bool(shown) and timezone.now().timestamp() - shown[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT


def recently(view: View) -> View:
    """The view waits until it was shown, what was sent to it with it."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not recently_shown(request):
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    return answer


class CodeForm(forms.Form):
    code = forms.CharField(
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": gettext_lazy("That code is not right, or too old. Ask for a new mail.")},
    )

    def clean_code(self) -> str:
        return "".join(str(self.cleaned_data["code"]).split())


class AgainByMail(BaseReauthenticateView):  # type: ignore[misc]  # without types of its own
    """A button that mails a code, then a field for it. The code works once, here only, for 15 minutes."""

    form_class = CodeForm
    template_name = "account/reauthenticate.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("action") == "send":
            return self._mailed()
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response

    def form_valid(self, form: CodeForm) -> HttpResponse:
        if not _is_the_code(self.request, form.cleaned_data["code"]):
            form.add_error("code", _("That code is not right, or too old. Ask for a new mail."))
            wrong: HttpResponse = self.form_invalid(form)
            return wrong
        flows.login.record_authentication(self.request, self.request.user, method="code", reauthenticated=True)
        response: HttpResponse = super().form_valid(form)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        email = accounts.address_of(person_id(self.request))
        return {**super().get_context_data(**kwargs), "email": email, "sent": _SENT in self.request.session}

    def _mailed(self) -> HttpResponse:
        user_id = person_id(self.request)
        if not within("again", str(user_id), times=MAILS_A_DAY, seconds=86_400):
            return too_many_requests(self.request)
        code = get_random_string(6, "0123456789")
        try:
            address = accounts.address_of(user_id)
            mails.send("again", to=address, language=get_language() or "en", context={"code": code})
        except mails.MailNotSent:
            return mail_not_sent(self.request)
        self.request.session[_SENT] = {
            "code": code,
            "user": user_id,
            "at": timezone.now().timestamp(),
            "guesses": _GUESSES,
        }
        return redirect(self.passthrough_next_url(self.request.path))


def _is_the_code(request: HttpRequest, typed: str) -> bool:
    """Each try counts; after the last, or when it is right, the code is gone."""
    sent = request.session.pop(_SENT, None)
    if sent is None or sent["user"] != request.user.pk or timezone.now().timestamp() - sent["at"] > sign_in_seconds():
        return False
    right = hmac.compare_digest(sent["code"].encode(), typed.encode())
    if not right and sent["guesses"] > 1:
        request.session[_SENT] = {**sent, "guesses": sent["guesses"] - 1}
    return right
