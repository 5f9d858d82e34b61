"""What keeps the directory true: suggestions of the public, doubts between sources, duplicates and their merging."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from baken.directory.models.organisations import Organisation
from baken.directory.models.services import Service
from baken.directory.models.sourced import Identified, among


class EntryKind(models.TextChoices):
    ORGANISATION = "organisation", "organisation"
    LOCATION = "location", "site"
    SERVICE = "service", "service"


class SuggestionKind(models.TextChoices):
    WRONG = "wrong", "this is wrong"
    MOVED = "moved", "it moved or closed"
    MISSING = "missing", "I did not find it"


class SuggestionState(models.TextChoices):
    NEW = "new", "new"
    PASSED_ON = "passed-on", "with the editor"
    DONE = "done", "done"
    DECLINED = "declined", "declined"


class Suggestion(Identified):
    """What a reader says about an entry, or about one that is not there. Nothing about who said it is kept.

    `reference`: the code with which whoever wrote it can see what came of it. `note`: of the coordinator to the editor.
    """

    kind = models.CharField(max_length=8, choices=SuggestionKind)
    service = models.ForeignKey(Service, null=True, blank=True, on_delete=models.SET_NULL, related_name="suggestions")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="suggestions"
    )
    reference = models.CharField(max_length=12, unique=True, null=True, editable=False)
    words = models.TextField(max_length=2000, blank=True)
    area = models.CharField(max_length=120, blank=True, help_text="Where it was looked for.")
    need = models.CharField(max_length=40, blank=True, help_text="Code of what was looked for.")
    note = models.TextField(blank=True)
    language = models.CharField(max_length=35, blank=True)
    state = models.CharField(max_length=10, choices=SuggestionState, default=SuggestionState.NEW)
    created = models.DateTimeField(default=timezone.now)
    decided_on = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answer = models.TextField(blank=True, help_text="What was done with it.")

    class Meta:
        ordering = ["-created"]
        constraints = [among("kind", SuggestionKind.values), among("state", SuggestionState.values)]

    def __str__(self) -> str:
        return f"{self.kind} {self.created:%Y-%m-%d}"


class ConflictState(models.TextChoices):
    OPEN = "open", "open"
    KEPT = "kept", "what stood there was kept"
    TAKEN = "taken", "what was offered was taken"


class Conflict(Identified):
    """Two sources say different things of one field. What stands is kept until somebody decides.

    `standing` and `offered` hold the value, its source and the day it was said.
    """

    entry_kind = models.CharField(max_length=12, choices=EntryKind)
    entry_id = models.UUIDField()
    field = models.CharField(max_length=60)
    standing = models.JSONField()
    offered = models.JSONField()
    source = models.CharField(max_length=80)
    seen = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=8, choices=ConflictState, default=ConflictState.OPEN)
    decided_on = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-seen", "field"]
        constraints = [
            among("entry_kind", EntryKind.values),
            among("state", ConflictState.values),
            UniqueConstraint(
                fields=["entry_kind", "entry_id", "field", "source"],
                condition=Q(state=ConflictState.OPEN.value),
                name="directory_conflict_open_once",
            ),
        ]
        indexes = [models.Index(fields=["entry_kind", "entry_id"], name="directory_conflict_entry")]

    def __str__(self) -> str:
        return f"{self.entry_kind} {self.entry_id} {self.field}"


class PairState(models.TextChoices):
    OPEN = "open", "open"
    MERGED = "merged", "merged"
    DIFFERENT = "different", "not the same"


class DuplicatePair(Identified):
    """Two entries that may be the same; `first_id` is the lower one. `reasons`: what speaks for and against."""

    entry_kind = models.CharField(max_length=12, choices=EntryKind)
    first_id = models.UUIDField()
    second_id = models.UUIDField()
    probability = models.FloatField()
    reasons = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=PairState, default=PairState.OPEN)
    found = models.DateTimeField(default=timezone.now)
    decided_on = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-probability", "id"]
        constraints = [
            among("entry_kind", EntryKind.values),
            among("state", PairState.values),
            UniqueConstraint(fields=["entry_kind", "first_id", "second_id"], name="directory_pair_once"),
            CheckConstraint(condition=Q(first_id__lt=F("second_id")), name="directory_pair_in_order"),
            CheckConstraint(condition=Q(probability__range=(0.0, 1.0)), name="directory_pair_probability"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_kind} {self.first_id} {self.second_id}"


class Merge(Identified):
    """`gone_id` became part of `kept_id`: addresses of the one lead to the other, feeds that bring it are compared
    with it. `before` holds both as they were, so that it can be undone."""

    entry_kind = models.CharField(max_length=12, choices=EntryKind)
    kept_id = models.UUIDField()
    gone_id = models.UUIDField()
    gone_source = models.CharField(max_length=80, blank=True)
    gone_source_id = models.CharField(max_length=255, blank=True)
    before = models.JSONField()
    merged_on = models.DateTimeField(default=timezone.now)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_on = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-merged_on"]
        constraints = [
            among("entry_kind", EntryKind.values),
            UniqueConstraint(
                fields=["entry_kind", "gone_id"],
                condition=Q(undone_on__isnull=True),
                name="directory_merge_gone_once",
            ),
            CheckConstraint(condition=~Q(kept_id=F("gone_id")), name="directory_merge_two"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_kind} {self.gone_id} -> {self.kept_id}"
