from django.db import models
from django.db.models import CheckConstraint, Q

from baken.directory.models.sourced import Sourced, TextsField, among


class Formality(models.TextChoices):
    FORMAL = "formal", "formal"
    INFORMAL = "informal", "informal"
    UNKNOWN = "unknown", "not known"


class Leadership(models.TextChoices):
    MIGRANTS = "migrants", "migrants"
    LOCALS = "locals", "locals"
    BOTH = "both", "both"
    UNKNOWN = "unknown", "not known"


class Target(models.TextChoices):
    NEWCOMERS = "newcomers", "newcomers as target group"
    ALL = "all", "newcomers among all"
    UNKNOWN = "unknown", "not known"


class Mobilisation(models.TextChoices):
    PRO = "pro-migrant", "for migrants"
    ANTI = "anti-migrant", "against migrants"
    NONE = "none", "none"
    UNKNOWN = "unknown", "not known"


class Organisation(Sourced):
    """HSDS organization. An informal group without any papers of its own is one too."""

    name = models.CharField(max_length=255)
    alternate_name = models.CharField(max_length=255, blank=True)
    generic_name = TextsField(help_text="What it is in plain words: «neighbourhood house».")
    description = TextsField()
    formality = models.CharField(max_length=10, choices=Formality, default=Formality.UNKNOWN)
    year_incorporated = models.PositiveSmallIntegerField(null=True, blank=True)
    purposes = models.JSONField(default=list, blank=True)
    leadership = models.CharField(max_length=10, choices=Leadership, default=Leadership.UNKNOWN)
    target = models.CharField(max_length=10, choices=Target, default=Target.UNKNOWN)
    own_association = models.BooleanField(null=True, blank=True)
    mobilisation = models.CharField(
        max_length=12,
        choices=Mobilisation,
        default=Mobilisation.UNKNOWN,
        help_text="For the research register only: never on a page, a card or in an export.",
    )
    funding = models.JSONField(default=list, blank=True)
    url = models.TextField(blank=True)
    email = models.CharField(max_length=255, blank=True)

    class Meta(Sourced.Meta):
        ordering = ["name", "id"]
        constraints = [
            *Sourced.Meta.constraints,
            among("formality", Formality.values),
            among("leadership", Leadership.values),
            among("target", Target.values),
            among("mobilisation", Mobilisation.values),
            CheckConstraint(condition=~Q(name=""), name="directory_organisation_named"),
            CheckConstraint(
                condition=Q(year_incorporated__isnull=True) | Q(year_incorporated__range=(1000, 2200)),
                name="directory_organisation_year",
            ),
        ]

    def __str__(self) -> str:
        return self.name
