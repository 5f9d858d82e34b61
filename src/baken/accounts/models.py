"""An account is an e-mail address and what it may do. No name is kept: colleagues know each other by the address."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils import timezone

from baken.accounts.roles import Role


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Without a password: that account signs in by mail or with a passkey."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """`language`: of the mails we send. A superuser is the host's administrator, and the only one in Django's admin."""

    email = models.EmailField(unique=True)
    language = models.CharField(max_length=10, blank=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = []

    class Meta:
        ordering = ["email"]
        constraints = [CheckConstraint(condition=~Q(email=""), name="accounts_user_has_email")]

    def __str__(self) -> str:
        return self.email

    @property
    def is_staff(self) -> bool:
        return self.is_superuser


class RoleGrant(models.Model):
    """`language`: for a reviewer the one whose words they judge, a grant for each; else empty."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField(max_length=20, choices=[(str(role), str(role)) for role in Role])
    language = models.CharField(max_length=10, blank=True)
    granted_on = models.DateTimeField(default=timezone.now)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["role", "language"]
        constraints = [
            UniqueConstraint(fields=["user", "role", "language"], name="accounts_rolegrant_once"),
            CheckConstraint(
                condition=Q(role=Role.REVIEWER, language__gt="") | (~Q(role=Role.REVIEWER) & Q(language="")),
                name="accounts_rolegrant_reviewers_language",
            ),
            CheckConstraint(condition=Q(role__in=sorted(Role)), name="accounts_rolegrant_role"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}"
