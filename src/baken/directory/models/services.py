from collections.abc import Iterable
from datetime import date, timedelta
from itertools import combinations
from typing import Final, Self

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from baken.core.hours.opening import HolidayRule
from baken.core.kinds import Gender, Residence, Texts
from baken.core.planning.kinds import AccessMode, Room, SpokenBy
from baken.directory.models.organisations import Organisation
from baken.directory.models.places import Location
from baken.directory.models.sourced import ExtraField, Identified, Sourced, TextsField, among

STALE_AFTER: Final = timedelta(days=365)
UNKNOWN: Final = "unknown"


class Status(models.TextChoices):
    """HSDS spells them so."""

    ACTIVE = "active", "active"
    INACTIVE = "inactive", "inactive"
    DEFUNCT = "defunct", "defunct"
    TEMPORARILY_CLOSED = "temporarily closed", "temporarily closed"


IN_USE: Final = frozenset({Status.ACTIVE, Status.TEMPORARILY_CLOSED})  # of a closed one people still ask


class RuleState(models.TextChoices):
    """Whether a rule restricts: «listed» means that rows beside the service say whom."""

    UNKNOWN = "unknown", "not known"
    ANY = "any", "everyone"
    LISTED = "listed", "only those listed"


class Faith(models.TextChoices):
    UNKNOWN = "unknown", "not known"
    NONE = "none", "none"
    CHRISTIAN = "christian", "Christian"
    MUSLIM = "muslim", "Muslim"
    JEWISH = "jewish", "Jewish"
    HINDU = "hindu", "Hindu"
    BUDDHIST = "buddhist", "Buddhist"
    SIKH = "sikh", "Sikh"
    OTHER = "other", "other"


def genders_value(genders: Iterable[str]) -> str:
    """How a set of genders is kept in one column: `man+woman`; all three are everyone."""
    chosen = sorted({str(Gender(gender)) for gender in genders})
    return RuleState.ANY.value if len(chosen) in (0, len(Gender)) else "+".join(chosen)


GENDERS: Final = (
    UNKNOWN,
    RuleState.ANY.value,
    *(genders_value(some) for count in (1, 2) for some in combinations(Gender, count)),
)


def _options(values: Iterable[str]) -> list[tuple[str, str]]:
    return [(str(value), str(value).replace("-", " ")) for value in values]


class ServiceQuerySet(models.QuerySet["Service"]):
    def in_use(self) -> Self:
        return self.filter(status__in=IN_USE)

    def speaking(self, language: str) -> Self:
        return self.filter(languages__code=language).distinct()

    def answering(self, needs: Iterable[str]) -> Self:
        return self.filter(service_needs__need_id__in=tuple(needs)).distinct()

    def stale_on(self, day: date) -> Self:
        """Never confirmed, or too long ago."""
        return self.filter(Q(assured_date__isnull=True) | Q(assured_date__lt=day - STALE_AFTER))


class Service(Sourced):
    """HSDS service, with the rules that decide whether a person can really go through this door.

    A null or «unknown» is shown as «ask»; it is never a no.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="services")
    name = TextsField()
    alternate_name = models.CharField(max_length=255, blank=True)
    description = TextsField()
    status = models.CharField(max_length=20, choices=Status, default=Status.ACTIVE)
    url = models.TextField(blank=True)
    email = models.CharField(max_length=255, blank=True)

    minimum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    maximum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    ages_known = models.BooleanField(default=False, help_text="No minimum and no maximum is then «all ages».")
    genders = models.CharField(max_length=20, choices=_options(GENDERS), default=UNKNOWN)
    families_only = models.BooleanField(null=True, blank=True)
    residence_rule = models.CharField(max_length=10, choices=RuleState, default=RuleState.UNKNOWN)
    asks_papers = models.BooleanField(null=True, blank=True)
    area_rule = models.CharField(max_length=10, choices=RuleState, default=RuleState.UNKNOWN)
    insurance_needed = models.BooleanField(null=True, blank=True)
    referral_needed = models.BooleanField(null=True, blank=True, help_text="Somebody else has to send the person.")
    planned_until = models.DateField(
        null=True, blank=True, help_text="The last day for which the source planned it; then it has to be asked."
    )
    eligibility_description = TextsField()

    free = models.BooleanField(null=True, blank=True)
    amount = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, default="EUR")
    fees_description = TextsField()

    diverse_staff = models.BooleanField(null=True, blank=True, help_text="Staff of many backgrounds.")
    child_care = models.BooleanField(null=True, blank=True, help_text="Somebody looks after the children meanwhile.")
    faith = models.CharField(max_length=10, choices=Faith, default=Faith.UNKNOWN)
    lgbti_safe = models.BooleanField(null=True, blank=True)

    room = models.CharField(max_length=12, choices=_options(Room), default=Room.UNKNOWN.value)
    waiting_weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    room_said_on = models.DateField(null=True, blank=True)

    always = models.BooleanField(default=False, help_text="Open day and night.")
    holiday_rule = models.CharField(max_length=10, choices=_options(HolidayRule), default=HolidayRule.UNKNOWN.value)
    appointment = TextsField(help_text="How to make an appointment.")
    application_process = TextsField(help_text="How to come in: walk in, be referred, register.")

    needs = models.ManyToManyField("needs.Need", through="ServiceNeed", related_name="services")

    objects = ServiceQuerySet.as_manager()

    class Meta(Sourced.Meta):
        constraints = [
            *Sourced.Meta.constraints,
            among("status", Status.values),
            among("genders", GENDERS),
            among("residence_rule", RuleState.values),
            among("area_rule", RuleState.values),
            among("faith", Faith.values),
            among("room", Room),
            among("holiday_rule", HolidayRule),
            CheckConstraint(
                condition=(Q(minimum_age__isnull=True) | Q(minimum_age__lte=120))
                & (Q(maximum_age__isnull=True) | Q(maximum_age__lte=120)),
                name="directory_service_ages_human",
            ),
            CheckConstraint(
                condition=Q(minimum_age__isnull=True)
                | Q(maximum_age__isnull=True)
                | Q(minimum_age__lte=F("maximum_age")),
                name="directory_service_ages_in_order",
            ),
            CheckConstraint(
                condition=Q(ages_known=True) | Q(minimum_age__isnull=True, maximum_age__isnull=True),
                name="directory_service_ages_known",
            ),
            CheckConstraint(
                condition=Q(amount__isnull=True)
                | Q(amount=0)
                | (Q(amount__gt=0) & (Q(free__isnull=True) | Q(free=False))),
                name="directory_service_price",
            ),
            CheckConstraint(
                condition=Q(waiting_weeks__isnull=True) | Q(waiting_weeks__lte=520, room=Room.WAITING.value),
                name="directory_service_waiting_weeks",
            ),
        ]
        indexes = [models.Index(fields=["status"], name="directory_service_status_idx")]

    def __str__(self) -> str:
        name = Texts.from_json(self.name).best()
        return name.text if name else str(self.id)


class ServiceNeed(models.Model):
    """Which needs a service answers; `position` 0 is the best fit."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="service_needs")
    need = models.ForeignKey("needs.Need", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [UniqueConstraint(fields=["service", "need"], name="directory_serviceneed_once")]

    def __str__(self) -> str:
        return str(self.need_id)


class ServiceAccess(models.Model):
    """A way to come in or to reach the service. No row at all: not known."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="access_modes")
    mode = models.CharField(max_length=12, choices=_options(AccessMode))

    class Meta:
        ordering = ["id"]
        constraints = [
            UniqueConstraint(fields=["service", "mode"], name="directory_serviceaccess_once"),
            among("mode", AccessMode),
        ]

    def __str__(self) -> str:
        return self.mode


class ServiceWelcome(models.Model):
    """A residence situation that is welcome, where the service's `residence_rule` is «listed»."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="welcome")
    residence = models.CharField(max_length=24, choices=_options(r for r in Residence if r != Residence.UNKNOWN))

    class Meta:
        ordering = ["id"]
        constraints = [
            UniqueConstraint(fields=["service", "residence"], name="directory_servicewelcome_once"),
            among("residence", (r for r in Residence if r != Residence.UNKNOWN)),
        ]

    def __str__(self) -> str:
        return self.residence


class ServiceArea(models.Model):
    """HSDS service_area: a municipality whose people are served (it binds where `area_rule` is «listed»)."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="service_areas")
    name = models.CharField(max_length=255)
    extra = ExtraField()

    class Meta:
        ordering = ["id"]
        constraints = [
            UniqueConstraint(fields=["service", "name"], name="directory_servicearea_once"),
            CheckConstraint(condition=~Q(name=""), name="directory_servicearea_named"),
        ]

    def __str__(self) -> str:
        return self.name


class ServiceLanguage(Identified):
    """A language in which the service is given, and by whom."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="languages")
    code = models.CharField(max_length=35, help_text="BCP-47.")
    spoken_by = models.CharField(max_length=12, choices=_options(SpokenBy), default=SpokenBy.UNKNOWN.value)
    extra = ExtraField()

    class Meta:
        ordering = ["code", "spoken_by"]
        constraints = [
            UniqueConstraint(fields=["service", "code", "spoken_by"], name="directory_servicelanguage_once"),
            among("spoken_by", SpokenBy),
            CheckConstraint(condition=~Q(code=""), name="directory_servicelanguage_tagged"),
        ]

    def __str__(self) -> str:
        return f"{self.code} ({self.spoken_by})"


class ServiceAtLocation(Identified):
    """A service as it is given at one site."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="service_at_locations")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="service_at_locations")
    description = TextsField()
    position = models.PositiveSmallIntegerField(default=0)
    extra = ExtraField()

    class Meta:
        ordering = ["position", "id"]
        constraints = [UniqueConstraint(fields=["service", "location"], name="directory_serviceatlocation_once")]

    def __str__(self) -> str:
        return f"{self.service} @ {self.location}"
