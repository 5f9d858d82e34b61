"""Areas with their people, barriers to walking, and the crossings over them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from baken.core.kinds import LatLon

AGE_BANDS = ("0-9", "10-19", "20-29", "30-39", "40-49", "50-59", "60-69", "70-79", "80+")


class AreaKind(models.TextChoices):
    """From large to small."""

    MUNICIPALITY = "municipality", "municipality"
    DISTRICT = "district", "district"
    NEIGHBOURHOOD = "neighbourhood", "neighbourhood"


class BarrierKind(models.TextChoices):
    RIVER = "river", "river"
    CANAL = "canal", "canal"
    RAILWAY = "railway", "railway"
    MOTORWAY = "motorway", "motorway"


class CrossingKind(models.TextChoices):
    BRIDGE = "bridge", "bridge"
    TUNNEL = "tunnel", "tunnel"
    FERRY = "ferry", "ferry"


def _inside_the_world(lat: str, lon: str) -> Q:
    return Q((f"{lat}__range", (-90, 90)), (f"{lon}__range", (-180, 180)))


class AreaQuerySet(models.QuerySet["Area"]):
    def near(self, place: LatLon) -> AreaQuerySet:
        """Whose bounding box holds the place."""
        return self.filter(south__lte=place.lat, north__gte=place.lat, west__lte=place.lon, east__gte=place.lon)


class Area(models.Model):
    """`polygon` is a GeoJSON Polygon or MultiPolygon; `population` maps age bands to people, empty: not known."""

    code = models.CharField(max_length=40, primary_key=True)
    kind = models.CharField(max_length=20, choices=AreaKind)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="parts")
    names = models.JSONField()
    polygon = models.JSONField()
    lat = models.FloatField()
    lon = models.FloatField()
    south = models.FloatField()
    west = models.FloatField()
    north = models.FloatField()
    east = models.FloatField()
    population = models.JSONField(default=dict, blank=True)
    invented = models.BooleanField(default=False)
    source = models.CharField(max_length=300)

    objects = AreaQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        indexes = [models.Index(fields=["kind", "south", "north"])]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=AreaKind.values), name="area_kind_is_known"),
            models.CheckConstraint(condition=~Q(code=""), name="area_has_a_code"),
            models.CheckConstraint(condition=~Q(parent=F("code")), name="area_is_not_its_own_parent"),
            models.CheckConstraint(condition=_inside_the_world("lat", "lon"), name="area_inside_the_world"),
            models.CheckConstraint(
                condition=Q(south__lte=F("north"), west__lte=F("east")), name="area_box_is_the_right_way_up"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Barrier(models.Model):
    """What cannot be walked across. `lines`: GeoJSON positions, [[[lon, lat], …], …]."""

    code = models.CharField(max_length=40, primary_key=True)
    kind = models.CharField(max_length=20, choices=BarrierKind)
    names = models.JSONField()
    lines = models.JSONField()
    invented = models.BooleanField(default=False)
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=BarrierKind.values), name="barrier_kind_is_known"),
            models.CheckConstraint(condition=~Q(code=""), name="barrier_has_a_code"),
        ]

    def __str__(self) -> str:
        return self.code


class Crossing(models.Model):
    """A point where one can walk over or under a barrier."""

    code = models.CharField(max_length=40, primary_key=True)
    kind = models.CharField(max_length=20, choices=CrossingKind)
    barrier = models.ForeignKey(Barrier, on_delete=models.CASCADE, related_name="crossings")
    names = models.JSONField()
    lat = models.FloatField()
    lon = models.FloatField()
    invented = models.BooleanField(default=False)
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=CrossingKind.values), name="crossing_kind_is_known"),
            models.CheckConstraint(condition=~Q(code=""), name="crossing_has_a_code"),
            models.CheckConstraint(condition=_inside_the_world("lat", "lon"), name="crossing_inside_the_world"),
        ]

    def __str__(self) -> str:
        return self.code


def texts(names: dict[str, str]) -> dict[str, Any]:
    """Names per language as stored: proper names are nobody's translation."""
    return {tag: {"text": name, "state": "original"} for tag, name in names.items()}
