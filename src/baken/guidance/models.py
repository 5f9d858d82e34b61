"""Helplines with their numbers, hours and where we know them from."""

from __future__ import annotations

from datetime import time
from typing import Any

from django.db import models
from django.db.models import Q

from baken.core.hours import HolidayRule, Opening, Weekday, WeeklyRule

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
