"""Colleagues: who edits an organisation, inviting somebody, accepting, leaving; and one's reminders of it."""

from dataclasses import dataclass
from uuid import UUID

from allauth.account.internal import flows
from allauth.account.models import Login
from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from baken.accounts import mails
from baken.accounts import selectors as accounts
from baken.accounts.limits import within
from baken.accounts.permissions import may
from baken.directory import inviting
from baken.directory import selectors as directory
from baken.web.errors import mail_not_sent, too_many_requests
from baken.web.permitting import actor_of, permitted

INVITATIONS_A_DAY = 40


class InviteForm(forms.Form):
    email = forms.CharField(
        max_length=254,
        label=gettext_lazy("E-mail address of your colleague"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": gettext_lazy("Write an e-mail address."),
            "max_length": gettext_lazy("That is too long for an e-mail address."),
        },
    )


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """`alone`: the person who looks is the only editor, and may not leave."""

    organisation_id: UUID
    name: str
    editors: tuple[directory.MembershipCard, ...]
    invitations: tuple[directory.InvitationCard, ...]
    form: InviteForm
    me: int
    alone: bool
    mine: tuple[directory.MembershipCard, ...]
    mistake: str = ""


@dataclass(frozen=True, slots=True)
class InvitationPage:
    invitation: inviting.OpenInvitation | None
    problem: str = ""


@never_cache
@permitted("organisation.invite")
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    form = InviteForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _people(request, organisation_id, form)
    if not within("invite", str(request.user.pk), times=INVITATIONS_A_DAY, seconds=86_400):
        return too_many_requests(request)
    try:
        secret = inviting.invite(
            organisation_id=organisation_id, email=form.cleaned_data["email"], invited_by=request.user.pk
        )
    except inviting.InvitationProblem as problem:
        form.add_error("email", _invite_mistake(problem.code))
        return _people(request, organisation_id, form)
    return _mailed(request, organisation_id, form.cleaned_data["email"], secret)


def _mailed(request: HttpRequest, organisation_id: UUID, email: str, secret: str) -> HttpResponse:
    link = request.build_absolute_uri(reverse("invitation", args=[secret]))
    context = {
        "inviter": accounts.address_of(request.user.pk),
        "house": directory.organisation_name(organisation_id),
        "link": link,
    }
    try:
        mails.send("invitation", to=email.strip().lower(), language=get_language() or "en", context=context)
    except mails.MailNotSent:
        return mail_not_sent(request)
    return redirect("people", organisation_id)


def _invite_mistake(code: str) -> str:
    return {
        "edits-already": _("This colleague is already in the list."),
        "too-many": _("Many invitations are open already. Take some of them back first."),
    }.get(code, _("That is not an e-mail address like name@example.org."))


def _people(request: HttpRequest, organisation_id: UUID, form: InviteForm, mistake: str = "") -> HttpResponse:
    name = directory.organisation_name(organisation_id)
    if name is None:
        raise Http404
    editors = directory.editors_of(organisation_id)
    me = request.user.pk
    page = PeoplePage(
        organisation_id=organisation_id,
        name=name,
        editors=editors,
        invitations=directory.open_invitations(organisation_id, now=timezone.now()),
        form=form,
        me=me,
        alone=len(editors) == 1 and not _coordinates(request),
        mine=directory.memberships_of(me),
        mistake=mistake,
    )
    return render(request, "account/people.html", {"page": page}, status=400 if form.errors or mistake else 200)


@permitted("organisation.invite")
@require_POST
def withdraw(request: HttpRequest, organisation_id: UUID, invitation_id: UUID) -> HttpResponse:
    inviting.withdraw(organisation_id=organisation_id, invitation_id=invitation_id)
    return redirect("people", organisation_id)


@permitted("organisation.invite")
@require_POST
def remove(request: HttpRequest, organisation_id: UUID, user_id: int) -> HttpResponse:
    """A colleague, or oneself: then the way leads to one's account."""
    try:
        inviting.remove_editor(organisation_id=organisation_id, user_id=user_id, by_coordinator=_coordinates(request))
    except inviting.LastEditor:
        words = _("Nobody would be left. Invite a colleague first, or ask the coordinator of your city.")
        return _people(request, organisation_id, InviteForm(), words)
    if user_id == request.user.pk and not _coordinates(request):
        return redirect("account")
    return redirect("people", organisation_id)


@permitted("account.own")
@require_POST
def reminders(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """On or off, for oneself only."""
    wanted = request.POST.get("on") == "yes"
    if not inviting.set_reminders(user_id=request.user.pk, organisation_id=organisation_id, on=wanted):
        raise Http404
    return redirect("account")


@never_cache
@permitted("account.enter")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Opening it changes nothing; the button makes the account, or takes the one there is, and signs in."""
    try:
        found = inviting.open_invitation(secret)
        if request.method != "POST":
            return render(request, "account/invitation.html", {"page": InvitationPage(found)})
        user_id = inviting.accept(secret=secret, language=get_language() or "")
    except inviting.InvitationProblem as problem:
        return render(request, "account/invitation.html", {"page": InvitationPage(None, problem.code)}, status=410)
    return _enter(request, user_id)


def _enter(request: HttpRequest, user_id: int) -> HttpResponseBase:
    """Whoever read that mail has that address, as with the mail that signs in; a second factor is asked after it."""
    if request.user.is_authenticated and request.user.pk != user_id:
        flows.logout.logout(request)
    user = accounts.account(user_id)
    flows.login.record_authentication(request, user, method="code", email=user.email)
    response: HttpResponseBase = flows.login.perform_login(request, Login(user=user, email=user.email))
    return response


def _coordinates(request: HttpRequest) -> bool:
    return may(actor_of(request), "suggestion.moderate")
