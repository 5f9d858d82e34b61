"""How django-allauth behaves here: closed to newcomers, no passwords, mails of our own, no talk about who has an
account."""

import logging
from smtplib import SMTPException
from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib import messages
from django.core.mail import EmailMessage
from django.dispatch import receiver
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from baken.accounts.links import sign_in_token
from baken.directory import selectors as directory
from baken.web.errors import mail_not_sent
from baken.web.limiting import visitor_mark
from baken.web.menu import first_page

LINK_BESIDE_THE_CODE: Final = "link-beside-the-code"  # in the session of the browser that asked
_CODE_MAIL: Final = "account/email/login_code"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # without types of its own
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts come by invitation or from an administrator."""
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Onward to pages of ours only, never to another host, whatever hosts we answer to."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where no page was asked for: to where this person's work is."""
        return first_page(directory.actor_of(request.user.pk))

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Who has no second factor shows by mail that it is them."""
        by_mail = {"id": "reauthenticate", "description": _("Mail me a code"), "url": reverse("account_reauthenticate")}
        return super().get_reauthentication_methods(user) or ([by_mail] if user.is_authenticated else [])

    def add_message(self, request: HttpRequest, level: int, *args: Any, message: str = "", **kwargs: Any) -> None:
        """Only what went wrong: the page that follows shows what was done."""
        if level >= messages.WARNING and message:
            messages.add_message(request, level, message)

    def get_client_ip(self, request: HttpRequest) -> str:
        """For its limits: never the address itself, which would stand in the cache."""
        return visitor_mark(request)

    def format_email_subject(self, subject: str) -> str:
        return str(subject)

    def render_mail(
        self, template_prefix: str, email: str, context: dict[str, Any], headers: dict[str, str] | None = None
    ) -> EmailMessage:
        if template_prefix == _CODE_MAIL:
            context = {**context, "link": self._sign_in_link(context["request"], email)}
        mail: EmailMessage = super().render_mail(template_prefix, email, context, headers)
        return mail

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException) as problem:
            logging.getLogger(__name__).error("A mail could not be sent: %s", type(problem).__name__)
            raise ImmediateHttpResponse(mail_not_sent(self.request or context["request"])) from problem

    def _sign_in_link(self, request: HttpRequest, email: str) -> str:
        token = sign_in_token(email=email, onward=get_next_redirect_url(request) or "")
        request.session[LINK_BESIDE_THE_CODE] = token
        return request.build_absolute_uri(reverse("sign-in-link", args=[token])) if token else ""


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # without types of its own
    def is_mfa_enabled(self, user: Any, types: Any = None) -> bool:
        """A passkey is another way in, not a second one: who adds it on the phone still signs in by mail at a desk.
        Codes of an app are asked always, once they are set up."""
        if types is not None and set(types) == {Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN}:
            types = [Authenticator.Type.TOTP]
        return bool(super().is_mfa_enabled(user, types))


@receiver(authenticator_added)
def _just_shown(request: HttpRequest, user: Any, **_: object) -> None:
    """Who has just added a passkey or an app has shown who it is: the codes to write down follow at once."""
    record_authentication(request, user, method="mfa", reauthenticated=True)


class CityAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # without types of its own
    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """A city vouches for who somebody is, not for what they may do here."""
        return False
