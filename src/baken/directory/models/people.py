"""Who edits which organisation. A person may do so for several (shared staff)."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils import timezone

from baken.directory.models.organisations import Organisation
from baken.directory.models.sourced import Identified


class Membership(models.Model):
    """`reminders`: whether this person gets mail when facts age; `reminded_on`: the last day one was sent."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    joined_on = models.DateTimeField(default=timezone.now)
    reminders = models.BooleanField(default=True)
    reminded_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["organisation__name", "user__email"]
        constraints = [UniqueConstraint(fields=["user", "organisation"], name="directory_membership_once")]

    def __str__(self) -> str:
        return f"{self.user} @ {self.organisation}"


class Invitation(Identified):
    """To edit an organisation. Only a digest of the secret in its link is kept; it is used once, until it expires."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created = models.DateTimeField(default=timezone.now)
    expires = models.DateTimeField()
    accepted_on = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created"]
        constraints = [CheckConstraint(condition=~Q(email=""), name="directory_invitation_has_email")]

    def __str__(self) -> str:
        return f"{self.email} -> {self.organisation}"
