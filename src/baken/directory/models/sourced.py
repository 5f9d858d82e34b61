"""What every entry shares: an id, its source, who confirmed it, and what a feed said that no field here holds."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils import timezone

from baken.core.kinds import TextState
from baken.directory.languages import UnknownLanguage, language_tag


def among(field: str, choices: Iterable[str]) -> CheckConstraint:
    return CheckConstraint(
        condition=Q(**{f"{field}__in": sorted(map(str, choices))}), name=f"%(app_label)s_%(class)s_{field}"
    )


def exactly_one(*fields: str) -> CheckConstraint:
    """One of the foreign keys is filled, the others are null."""
    ways = Q()
    for owner in fields:
        ways |= Q(**{f"{field}__isnull": field != owner for field in fields})
    return CheckConstraint(condition=ways, name="%(app_label)s_%(class)s_one_owner")


def check_texts(texts: object) -> None:
    """The stored form of core's Texts: `{"nl": {"text": "…", "state": "original"}}`."""
    if not isinstance(texts, dict):
        raise ValidationError("Give texts as an object of languages.")
    for tag, part in texts.items():
        try:
            known = language_tag(tag) == tag
        except UnknownLanguage as problem:
            raise ValidationError(str(problem)) from problem
        if not known:
            raise ValidationError(f"Write the language «{tag}» as «{language_tag(tag)}».")
        if not (isinstance(part, dict) and isinstance(part.get("text"), str) and part.get("state") in set(TextState)):
            raise ValidationError(f"The text in «{tag}» needs a text and a state: {', '.join(TextState)}.")


class TextsField(models.JSONField):
    """Translated texts in stored form; empty is «nothing said»."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"default": dict, "blank": True, **options})
        self.validators.append(check_texts)


class ExtraField(models.JSONField):
    """What a feed said and no field here holds; exports give it back."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"default": dict, "blank": True, **options})


class Identified(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


class Sourced(Identified):
    """`assured_date` and `assurer` as in HSDS: when and by whom it was last confirmed.

    `field_sources` holds what is different for one field: `{"room": {"source": "…", "on": "2026-11-22", "by": "…"}}`
    (`source` of the value, `on` the day it was said, `by` who said it: "organisation", "coordinator" or "feed").
    """

    source = models.CharField(max_length=80, blank=True)
    source_id = models.CharField(max_length=255, blank=True)
    source_url = models.TextField(blank=True)
    assured_date = models.DateField(null=True, blank=True)
    assurer = models.CharField(max_length=255, blank=True)
    last_modified = models.DateTimeField(default=timezone.now)
    field_sources = models.JSONField(default=dict, blank=True)
    extra = ExtraField()
    feed_digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            UniqueConstraint(
                fields=["source", "source_id"],
                condition=~Q(source_id=""),
                name="%(app_label)s_%(class)s_source_id_once",
            )
        ]
