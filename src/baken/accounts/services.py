"""Changes to accounts: one use case, one transaction."""

from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, MaxLengthValidator
from django.db import transaction

from baken.accounts.models import RoleGrant, User
from baken.accounts.roles import Role

LONGEST_ADDRESS: Final = 254


class AccountError(ValueError):
    """A change to an account that cannot be made; the message says what to do."""


def checked_address(email: str) -> str:
    """As accounts keep it: in small letters. Raises AccountError."""
    address = email.strip().lower()
    try:
        EmailValidator()(address)
        MaxLengthValidator(LONGEST_ADDRESS)(address)
    except ValidationError as problem:
        raise AccountError(f"email: «{email[:80]}» is not an e-mail address like name@example.org") from problem
    return address


@transaction.atomic
def account_for(*, email: str, language: str = "") -> User:
    """The account with this address, made now where there is none. Raises AccountError."""
    address = checked_address(email)
    user, _ = User.objects.get_or_create(email=address, defaults={"language": language, "password": "!"})
    return user


@transaction.atomic
def grant_role(*, user_id: int, role: Role, language: str = "", granted_by: int | None = None) -> None:
    """Given twice is given once. An administrator of the host may enter Django's admin, which asks for a superuser.

    Raises AccountError for a reviewer without a language of the site, or another role with one.
    """
    if (role == Role.REVIEWER) != bool(language) or (language and language not in dict(settings.LANGUAGES)):
        raise AccountError(f"language: «{language}»: a reviewer has one language of the site, other roles have none")
    RoleGrant.objects.get_or_create(
        user_id=user_id, role=role.value, language=language, defaults={"granted_by_id": granted_by}
    )
    if role == Role.ADMINISTRATOR:
        User.objects.filter(pk=user_id).update(is_superuser=True)


@transaction.atomic
def take_role(*, user_id: int, role: Role, language: str = "") -> None:
    """Of a reviewer: for that language, the others stay."""
    RoleGrant.objects.filter(user_id=user_id, role=role.value, language=language).delete()
    if role == Role.ADMINISTRATOR:
        User.objects.filter(pk=user_id).update(is_superuser=False)


@transaction.atomic
def set_mail_language(*, user_id: int, language: str) -> None:
    """In which language this person gets mail."""
    User.objects.filter(pk=user_id).update(language=language)
