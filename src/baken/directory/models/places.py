from typing import Self

from django.db import models
from django.db.models import CheckConstraint, Q

from baken.core.kinds import LatLon, Texts
from baken.directory.models.organisations import Organisation
from baken.directory.models.sourced import Sourced, TextsField, among


class LocationType(models.TextChoices):
    PHYSICAL = "physical", "physical"
    POSTAL = "postal", "postal"
    VIRTUAL = "virtual", "virtual"


class Wheelchair(models.TextChoices):
    YES = "yes", "yes"
    PARTLY = "partly", "partly"
    NO = "no", "no"
    UNKNOWN = "unknown", "not known"


class LocationQuerySet(models.QuerySet["Location"]):
    def on_the_map(self) -> Self:
        return self.filter(latitude__isnull=False, location_type=LocationType.PHYSICAL)


class Location(Sourced):
    """HSDS location with its one address. `timezone` empty: the deployment's."""

    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="locations"
    )
    location_type = models.CharField(max_length=10, choices=LocationType, default=LocationType.PHYSICAL)
    name = TextsField()
    alternate_name = models.CharField(max_length=255, blank=True)
    description = TextsField()
    address = models.CharField(max_length=255, blank=True, help_text="HSDS address_1: street and number.")
    postal_code = models.CharField(max_length=20, blank=True)
    municipality = models.CharField(max_length=120, blank=True, help_text="HSDS city.")
    state_province = models.CharField(max_length=120, blank=True)
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1, two letters.")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    timezone = models.CharField(max_length=64, blank=True)
    transportation = models.TextField(blank=True, help_text="How to come: stops, lines.")
    neighbourhood = models.CharField(max_length=40, blank=True, db_index=True, help_text="Code of the area.")
    wheelchair = models.CharField(max_length=10, choices=Wheelchair, default=Wheelchair.UNKNOWN)

    objects = LocationQuerySet.as_manager()

    class Meta(Sourced.Meta):
        constraints = [
            *Sourced.Meta.constraints,
            among("location_type", LocationType.values),
            among("wheelchair", Wheelchair.values),
            CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,  # a CHECK that gives NULL passes, so that one of the two is not enough
                    longitude__isnull=False,
                    latitude__range=(-90.0, 90.0),
                    longitude__range=(-180.0, 180.0),
                ),
                name="directory_location_in_the_world",
            ),
        ]
        indexes = [models.Index(fields=["latitude", "longitude"], name="directory_location_point")]

    def __str__(self) -> str:
        name = Texts.from_json(self.name).best()
        return name.text if name else f"{self.address} {self.municipality}".strip() or str(self.id)

    @property
    def place(self) -> LatLon | None:
        if self.latitude is None or self.longitude is None:
            return None
        return LatLon(self.latitude, self.longitude)
