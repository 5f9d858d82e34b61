"""The link of a sign-in mail, and the page of one's own account."""

from allauth.account.internal import flows
from allauth.account.models import Login
from allauth.account.views import ConfirmLoginCodeView
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baken.accounts import selectors as accounts
from baken.accounts import services
from baken.accounts.links import LinkExpired, LinkProblem, LinkUsed, read_sign_in, spend_sign_in
from baken.directory import selectors as directory
from baken.web.account.adapter import LINK_BESIDE_THE_CODE
from baken.web.account.contexts import AccountPage, LinkPage
from baken.web.permitting import actor_of, permitted, person_id


@never_cache
@permitted("account.enter")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_link(request: HttpRequest, token: str) -> HttpResponseBase:
    """Opening it changes nothing, since mail scanners follow links; the button signs in, in whatever browser.

    A second factor is asked after it, where the account has one.
    """
    try:
        link = spend_sign_in(token) if request.method == "POST" else read_sign_in(token)
    except LinkProblem as problem:
        return _useless(request, problem)
    if request.method != "POST":
        return render(request, "account/link.html", {"page": LinkPage(email=link.user.email)})
    if request.user.is_authenticated and request.user.pk != link.user.pk:
        flows.logout.logout(request)
    flows.login.record_authentication(request, link.user, method="code", email=link.user.email)
    login = Login(user=link.user, email=link.user.email, redirect_url=link.onward or None)
    response: HttpResponseBase = flows.login.perform_login(request, login)
    return response


class SignInCode(ConfirmLoginCodeView):  # type: ignore[misc]  # without types of its own
    """The code signs in as long as the link of the same mail would, and together they count once.

    Only who knows the code is told that it was used: to others the page says nothing about an account.
    """

    def form_valid(self, form: forms.Form) -> HttpResponse:
        if "code" in form.fields:  # else it is the button for a new mail
            try:
                spend_sign_in(self.request.session.get(LINK_BESIDE_THE_CODE) or "")
            except LinkProblem:
                form.add_error("code", _("It was used already, or you signed in another way since."))
                wrong: HttpResponse = self.form_invalid(form)
                return wrong
        response: HttpResponse = super().form_valid(form)
        return response


def _useless(request: HttpRequest, problem: LinkProblem) -> HttpResponse:
    kind = "expired" if isinstance(problem, LinkExpired) else "used" if isinstance(problem, LinkUsed) else "wrong"
    return render(request, "account/link.html", {"page": LinkPage(problem=kind)}, status=410)


@permitted("account.enter")
@require_safe
def by_invitation(request: HttpRequest) -> HttpResponse:
    return render(request, "account/signup_closed.html")


@never_cache
@permitted("account.own")
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    user_id = person_id(request)
    page = AccountPage(
        email=accounts.address_of(user_id),
        language=accounts.mail_language(user_id),
        languages=tuple((code, name) for code, name in settings.LANGUAGES if code in settings.BAKEN_COMPLETE_LANGUAGES),
        roles=tuple(sorted(actor_of(request).roles)),
        memberships=directory.memberships_of(user_id),
    )
    return render(request, "account/account.html", {"page": page})


@permitted("account.own")
@require_POST
def mail_language(request: HttpRequest) -> HttpResponseBase:
    chosen = request.POST.get("language", "")
    if chosen in settings.BAKEN_COMPLETE_LANGUAGES:
        services.set_mail_language(user_id=person_id(request), language=chosen)
    return redirect("account")
