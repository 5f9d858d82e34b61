"""Helplines with their numbers and hours; what can be read, followed or claimed. Each with where we know it from."""

from __future__ import annotations

from datetime import time
from typing import Any, Final

from django.db import models
from django.db.models import Q

from baken.core.hours import HolidayRule, Opening, Weekday, WeeklyRule
from baken.core.kinds import Residence

TIMEZONES = {"BE": "Europe/Brussels", "NL": "Europe/Amsterdam"}


class Country(models.TextChoices):
    BE = "BE", "Belgium"
    NL = "NL", "Netherlands"


class Topic(models.TextChoices):
    EMERGENCY = "emergency", "immediate danger"
    SUICIDE = "suicide", "thoughts of suicide"
    VIOLENCE = "violence", "violence"
    HOMELESS_TONIGHT = "homeless-tonight", "nowhere to sleep tonight"
    MEDICAL = "medical", "medical emergency"
    POISON = "poison", "poisoning"
    LISTENING = "listening", "someone to talk to"
    EQUALITY = "equality", "discrimination"
    REFUGEES = "refugees", "refugees"


class Channel(models.TextChoices):
    PHONE = "phone", "phone"
    WHATSAPP = "whatsapp", "WhatsApp"
    CHAT = "chat", "chat"


class Helpline(models.Model):
    """`languages` empty: not known. `always` false and no `rules`: the hours are not known.

    `rules`: [{"days": ["MO", …], "opens": "09:00", "closes": "17:00"}]. `confirmed` is set by an editor only; an
    entry so confirmed is never overwritten by a file.
    """

    code = models.SlugField(max_length=40, primary_key=True)
    country = models.CharField(max_length=2, choices=Country)
    names = models.JSONField()
    number = models.CharField(max_length=40, blank=True)
    whatsapp = models.CharField(max_length=40, blank=True)
    chat_url = models.URLField(blank=True)
    channels = models.JSONField(default=list)
    languages = models.JSONField(default=list, blank=True)
    topics = models.JSONField(default=list)
    always = models.BooleanField(default=False)
    rules = models.JSONField(default=list, blank=True)
    holidays = models.CharField(
        max_length=10, default=HolidayRule.UNKNOWN.value, choices=[(rule.value, rule.value) for rule in HolidayRule]
    )
    notes = models.JSONField(default=dict, blank=True)
    source = models.CharField(max_length=200)
    source_date = models.CharField(max_length=40, blank=True)
    origin = models.CharField(max_length=60, help_text="the file it was loaded from")
    invented = models.BooleanField(default=False)
    confirmed = models.BooleanField(default=False)
    confirmed_on = models.DateField(null=True, blank=True)
    confirmed_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(country__in=Country.values), name="helpline_country_is_known"),
            models.CheckConstraint(condition=~Q(code=""), name="helpline_has_a_code"),
            models.CheckConstraint(condition=~Q(number="", whatsapp="", chat_url=""), name="helpline_can_be_reached"),
            models.CheckConstraint(
                condition=Q(holidays__in=[rule.value for rule in HolidayRule]), name="helpline_holiday_rule_is_known"
            ),
            models.CheckConstraint(condition=Q(always=False) | Q(rules=[]), name="helpline_always_or_rules"),
            models.CheckConstraint(
                condition=Q(confirmed=False) | (Q(confirmed_on__isnull=False) & ~Q(confirmed_by="")),
                name="helpline_confirmed_when_and_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def opening(self) -> Opening:
        return Opening(
            timezone=TIMEZONES[self.country],
            country=self.country,
            rules=tuple(_weekly(rule) for rule in self.rules),
            holidays=HolidayRule(self.holidays),
            always=self.always,
        )


def _weekly(rule: dict[str, Any]) -> WeeklyRule:
    return WeeklyRule(
        weekdays=frozenset(Weekday[day] for day in rule["days"]),
        opens=time.fromisoformat(rule["opens"]),
        closes=time.fromisoformat(rule["closes"]),
    )


class Kind(models.TextChoices):
    MATERIAL = "material", "to read, watch or listen to"
    CARD = "card", "advice for professionals"
    ENTITLEMENT = "entitlement", "what somebody has a right to"
    TRAINING = "training", "a course for professionals"


class Form(models.TextChoices):
    LEAFLET = "leaflet", "leaflet"
    POSTER = "poster", "poster"
    FILM = "film", "film"
    AUDIO = "audio", "audio"
    ANIMATION = "animation", "animation"
    EASY_READING = "easy-reading", "easy reading"
    WEBSITE = "website", "website"
    BOOK = "book", "book"


class Audience(models.TextChoices):
    EVERYONE = "everyone", "everyone"
    GP = "gp", "GPs"
    PRACTICE_NURSE = "practice-nurse", "practice nurses"
    THERAPIST = "therapist", "therapists"
    MANAGER = "manager", "managers"


class Group(models.TextChoices):
    CHILDREN = "children", "children"
    YOUNG_PEOPLE = "young-people", "young people"
    FAMILIES = "families", "families"
    OLDER_PEOPLE = "older-people", "older people"


class Region(models.TextChoices):
    FLANDERS = "flanders", "Flanders"
    WALLONIA = "wallonia", "Wallonia"
    BRUSSELS = "brussels", "Brussels"
    NETHERLANDS = "netherlands", "Netherlands"


# The situations that rights are told for; a citizen has no need of this, and «not said» is no situation.
SITUATIONS: Final = (
    Residence.ASYLUM_SEEKER,
    Residence.RECOGNISED_REFUGEE,
    Residence.SUBSIDIARY_PROTECTION,
    Residence.TEMPORARY_PROTECTION,
    Residence.FAMILY_MIGRANT,
    Residence.EU_RESIDENT,
    Residence.WORK_OR_STUDENT_PERMIT,
    Residence.NO_PAPERS,
)


class GuidanceItem(models.Model):
    """One thing to read, to follow or to claim. Everything that is a list may be empty: not known, so ask.

    `languages` and `more_languages`: those that its source names, and whether there are others that it does not name.
    `asks`: what nobody here knows, and whom to ask. `situations` or `regions` empty on an entitlement: the source does
    not say for whom or where it holds. `id` follows from `code`, so that an address says nothing of what is read.
    `edited`: a person changed it, so no file writes over it. `in_force` false: taken off the pages.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    code = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=12, choices=Kind)
    titles = models.JSONField()
    bodies = models.JSONField(default=dict, blank=True)
    asks = models.JSONField(default=dict, blank=True)
    publisher = models.CharField(max_length=200, blank=True)
    languages = models.JSONField(default=list, blank=True)
    more_languages = models.BooleanField(default=False)
    forms = models.JSONField(default=list, blank=True)
    audiences = models.JSONField(default=list, blank=True)
    groups = models.JSONField(default=list, blank=True)
    situations = models.JSONField(default=list, blank=True)
    regions = models.JSONField(default=list, blank=True)
    needs = models.JSONField(default=list, blank=True)
    address = models.URLField(blank=True)
    source = models.CharField(max_length=200)
    source_date = models.CharField(max_length=40, blank=True)
    origin = models.CharField(max_length=60, help_text="the file it was loaded from")
    invented = models.BooleanField(default=False)
    in_force = models.BooleanField(default=True)
    edited = models.BooleanField(default=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="guidance_kind_is_known"),
            models.CheckConstraint(condition=~Q(code=""), name="guidance_has_a_code"),
            models.CheckConstraint(condition=~Q(source=""), name="guidance_has_a_source"),
        ]

    def __str__(self) -> str:
        return self.code


class LoadedGuidance(models.Model):
    """Which files the package's own guidance was loaded from: one row, so that a start need not read them again."""

    fingerprint = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.fingerprint
