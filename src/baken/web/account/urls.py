"""Signing in and one's account: of django-allauth only what we use, each view with the permission it asks for."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as entrance
from allauth.mfa.base import views as second
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as city
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import path

from baken.web.account import again, people, reminding, views
from baken.web.permitting import View, permitted


def _theirs(permission: str) -> Callable[[View], View]:
    """A view of django-allauth, asking for a permission of ours. Its pages name the host `site`, as ours name what
    every page shows: ours is meant."""

    def ours(view: View) -> View:
        @permitted(permission)
        @wraps(view)
        def answer(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            response = view(request, *args, **kwargs)
            if isinstance(response, TemplateResponse) and response.context_data:
                response.context_data.pop("site", None)
            return response

        return answer

    return ours


_enter, _own = _theirs("account.enter"), _theirs("account.own")

urlpatterns = [
    path("account/", views.account, name="account"),
    path("account/language/", views.mail_language, name="account-language"),
    path("account/login/", _enter(entrance.login), name="account_login"),
    path("account/login/code/", _enter(views.SignInCode.as_view()), name="account_confirm_login_code"),
    path("account/login/link/<str:token>/", views.sign_in_link, name="sign-in-link"),
    path("account/login/second/", _enter(second.authenticate), name="mfa_authenticate"),
    path("account/login/passkey/", _enter(passkeys.login_webauthn), name="mfa_login_webauthn"),
    path("account/login/cancelled/", _enter(social.login_cancelled), name="socialaccount_login_cancelled"),
    path("account/login/<slug:provider_id>/", _enter(city.login), name="openid_connect_login"),
    path("account/login/<slug:provider_id>/back/", _enter(city.callback), name="openid_connect_callback"),
    path("account/logout/", _enter(entrance.logout), name="account_logout"),
    path("account/closed/", _enter(entrance.account_inactive), name="account_inactive"),
    path("account/new/", views.by_invitation, name="account_signup"),
    path("invitation/<str:secret>/", people.invitation, name="invitation"),
    path("reminders/confirm/<str:token>/", reminding.confirm_all, name="confirm-all"),
    path("reminders/stop/<str:token>/", reminding.stop_reminders, name="stop-reminders"),
    path("desk/<uuid:organisation_id>/people/", people.people, name="people"),
    path("desk/<uuid:organisation_id>/people/<int:user_id>/remove/", people.remove, name="people-remove"),
    path(
        "desk/<uuid:organisation_id>/invitations/<uuid:invitation_id>/withdraw/",
        people.withdraw,
        name="invitation-withdraw",
    ),
    path("desk/<uuid:organisation_id>/reminders/", people.reminders, name="reminders"),
    path("account/again/", _own(again.AgainByMail.as_view()), name="account_reauthenticate"),
    path("account/again/code/", _own(second.reauthenticate), name="mfa_reauthenticate"),
    path("account/again/passkey/", _own(passkeys.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("account/security/", _own(second.index), name="mfa_index"),
    path("account/security/app/", _own(again.recently(totp.activate_totp)), name="mfa_activate_totp"),
    path("account/security/app/off/", _own(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("account/security/codes/", _own(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("account/security/codes/new/", _own(recovery.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("account/security/passkeys/", _own(passkeys.list_webauthn), name="mfa_list_webauthn"),
    path("account/security/passkeys/add/", _own(again.recently(passkeys.add_webauthn)), name="mfa_add_webauthn"),
    path("account/security/passkeys/<int:pk>/remove/", _own(passkeys.remove_webauthn), name="mfa_remove_webauthn"),
]
