"""Services near a postal code. There is no table of postal codes: the places of the directory say where it lies."""

from math import asin, cos, radians, sin, sqrt
from typing import Any, Final

from django.db.models import Q

from baken.core.kinds import LatLon
from baken.directory import models
from baken.directory.models.services import RuleState
from baken.directory.selectors.rows import ids_parameter

_EARTH_METRES: Final = 6_371_000.0
_METRES_PER_DEGREE: Final = 111_000.0


def near_postcode(postcode: str, within_metres: float | None) -> Q:
    """Services at locations that serve people of this postal code or, with a distance, lie so near to its middle."""
    there = models.Location.objects.filter(postal_code=postcode)
    return _serving(there) if within_metres is None else _within(there, within_metres)


def _serving(there: Any) -> Q:
    """Not those that serve listed municipalities only, when no place with this postal code lies in one of them."""
    towns = {town for town in there.values_list("municipality", flat=True) if town}
    if not towns:
        return Q(pk__in=[])
    serving = models.ServiceArea.objects.filter(name__in=towns).values("service_id")
    return ~Q(service__area_rule=RuleState.LISTED) | Q(service__in=serving)


def _within(there: Any, metres: float) -> Q:
    points = list(there.on_the_map().values_list("latitude", "longitude"))
    if not points:
        return Q(pk__in=[])
    middle = LatLon(sum(lat for lat, _ in points) / len(points), sum(lon for _, lon in points) / len(points))
    degrees = metres / _METRES_PER_DEGREE
    band = models.Location.objects.on_the_map().filter(latitude__range=(middle.lat - degrees, middle.lat + degrees))
    places = band.values_list("pk", "latitude", "longitude")
    near = [pk for pk, lat, lon in places if _metres(middle, lat, lon) <= metres]
    return Q(location__any_of=ids_parameter(near))


def _metres(middle: LatLon, lat: Any, lon: Any) -> float:
    """Along the great circle."""
    half_lat, half_lon = radians(lat - middle.lat) / 2, radians(lon - middle.lon) / 2
    chord = sin(half_lat) ** 2 + cos(radians(middle.lat)) * cos(radians(lat)) * sin(half_lon) ** 2
    return 2 * _EARTH_METRES * asin(min(1.0, sqrt(chord)))
