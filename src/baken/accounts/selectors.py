"""What other rooms and the doors may read of accounts."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import get_user_model

from baken.accounts.models import RoleGrant, User
from baken.accounts.roles import Role


@dataclass(frozen=True, slots=True)
class AccountCard:
    email: str
    roles: frozenset[Role]
    active: bool


def roles_of(user_id: int) -> frozenset[Role]:
    """An administrator of the host has that role without a grant."""
    user = get_user_model().objects.filter(pk=user_id, is_active=True).prefetch_related("role_grants").first()
    if user is None:
        return frozenset()
    granted = {Role(grant.role) for grant in user.role_grants.all()}
    return frozenset(granted | {Role.ADMINISTRATOR} if user.is_superuser else granted)


def reviewed_by(user_id: int) -> tuple[str, ...]:
    """The languages whose words this person judges, in the order of the site."""
    grants = RoleGrant.objects.filter(user=user_id, user__is_active=True, role=Role.REVIEWER)
    granted = set(grants.values_list("language", flat=True))
    return tuple(code for code, _name in settings.LANGUAGES if code in granted)


def account_cards() -> tuple[AccountCard, ...]:
    """Every account, by address. Two queries."""
    found = []
    for user in User.objects.prefetch_related("role_grants").order_by("email"):
        granted = {Role(grant.role) for grant in user.role_grants.all()}
        roles = granted | {Role.ADMINISTRATOR} if user.is_superuser else granted
        found.append(AccountCard(user.email, frozenset(roles), user.is_active))
    return tuple(found)


def address_of(user_id: int) -> str:
    """The e-mail address of an account; empty where there is none."""
    return User.objects.filter(pk=user_id).values_list("email", flat=True).first() or ""


def mail_language(user_id: int) -> str:
    """The language of the mails to this person: theirs, else the deployment's."""
    chosen = User.objects.filter(pk=user_id).values_list("language", flat=True).first()
    return chosen or str(settings.BAKEN_LOCAL_LANGUAGE)


def account(user_id: int) -> User:
    """For signing in. Raises User.DoesNotExist."""
    return User.objects.get(pk=user_id)
