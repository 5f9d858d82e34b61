"""Changes to accounts: one use case, one transaction."""

from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, MaxLengthValidator
from django.db import transaction

from baken.accounts.models import RoleGrant, User
from baken.accounts.roles import Role

LONGEST_ADDRESS: Final = 254


class AccountError(ValueError):
    """A change to an account that cannot be made; the message says what to do."""


@transaction.atomic
def account_for(*, email: str, language: str = "") -> User:
    """The account with this address, made now where there is none. Raises AccountError."""
    address = email.strip().lower()
    try:
        EmailValidator()(address)
        MaxLengthValidator(LONGEST_ADDRESS)(address)
    except ValidationError as problem:
        raise AccountError(f"email: «{email[:80]}» is not an e-mail address like name@example.org") from problem
    user, _ = User.objects.get_or_create(email=address, defaults={"language": language, "password": "!"})
    return user


@transaction.atomic
def grant_role(*, user_id: int, role: Role, granted_by: int | None = None) -> None:
    """Given twice is given once."""
    RoleGrant.objects.get_or_create(user_id=user_id, role=role.value, defaults={"granted_by_id": granted_by})


@transaction.atomic
def take_role(*, user_id: int, role: Role) -> None:
    RoleGrant.objects.filter(user_id=user_id, role=role.value).delete()
