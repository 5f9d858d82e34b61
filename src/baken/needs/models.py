"""The taxonomy as it stands in the database; its source is the YAML in `taxonomy/`."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from baken.core.kinds import Texts


class Domain(models.Model):
    code = models.SlugField(primary_key=True, max_length=40)
    labels = models.JSONField()  # Texts as JSON
    pictogram = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["position"]

    def __str__(self) -> str:
        return self.code

    @property
    def label(self) -> Texts:
        return Texts.from_json(self.labels)


class NeedQuerySet(models.QuerySet["Need"]):
    def in_force(self) -> "NeedQuerySet":
        """Needs that the YAML no longer has are kept for old data, but nobody is offered them."""
        return self.filter(retired=False)


class Need(models.Model):
    code = models.CharField(primary_key=True, max_length=80)
    domain = models.ForeignKey(Domain, on_delete=models.PROTECT, related_name="needs")
    labels = models.JSONField()  # Texts as JSON
    explanations = models.JSONField()  # Texts as JSON
    pictogram = models.CharField(max_length=120)
    sensitive = models.BooleanField(default=False)  # a talk about it needs a professional interpreter
    data_inclusion = models.JSONField(default=list)
    open_eligibility = models.JSONField(default=list)
    position = models.PositiveSmallIntegerField()
    retired = models.BooleanField(default=False)

    objects = NeedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["domain__position", "position"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(code__contains="."), name="need_code_names_its_domain"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def label(self) -> Texts:
        return Texts.from_json(self.labels)

    @property
    def explanation(self) -> Texts:
        return Texts.from_json(self.explanations)


class Phrasing(models.Model):
    """How somebody says it, in everyday words."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="phrasings")
    language = models.CharField(max_length=12)
    text = models.CharField(max_length=300)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["need", "language", "text"], name="phrasing_once_per_need_and_language"),
        ]

    def __str__(self) -> str:
        return f"{self.need_id} ({self.language}): {self.text}"


class NeedCause(models.Model):
    """`cause` often brings `symptom` about: a plan takes the cause first."""

    cause = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="brings_about")
    symptom = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="brought_about_by")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cause", "symptom"], name="cause_once"),
            models.CheckConstraint(condition=~Q(cause=F("symptom")), name="no_need_causes_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.cause_id} -> {self.symptom_id}"


class LoadedTaxonomy(models.Model):
    """Which files the taxonomy in this database was loaded from: one row, so that a start need not read them again."""

    fingerprint = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.fingerprint
