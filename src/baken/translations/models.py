"""Who said what of which message, when. Nothing is overwritten: the last one stands, the others are its history."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils import timezone

from baken.translations.kinds import REVIEWED, Verdict


class JudgementQuerySet(models.QuerySet["Judgement"]):
    def standing(self, language: str) -> "JudgementQuerySet":
        return self.filter(language=language, superseded=False)

    def reviewed(self) -> "JudgementQuerySet":
        return self.filter(verdict__in=sorted(REVIEWED))


class Judgement(models.Model):
    """`key`: of the English words, which `context`, `english` and `plural` keep for when the source says others.

    `texts`: the forms that stand; empty for a doubt about the draft. `by` empty: it came with a catalogue's file.
    """

    language = models.CharField(max_length=10)
    key = models.CharField(max_length=20)
    context = models.TextField(blank=True)
    english = models.TextField()
    plural = models.TextField(blank=True)
    verdict = models.CharField(max_length=10, choices=[(str(verdict), str(verdict)) for verdict in Verdict])
    texts = models.JSONField(default=list, blank=True)
    remark = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    superseded = models.BooleanField(default=False)

    objects = JudgementQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["language", "key"], condition=Q(superseded=False), name="translations_one_judgement_stands"
            ),
            CheckConstraint(condition=Q(verdict__in=sorted(Verdict)), name="translations_verdict_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.language}: {self.verdict}: {self.english[:60]}"
