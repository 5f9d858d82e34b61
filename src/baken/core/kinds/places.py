"""A point on earth."""

from dataclasses import dataclass
from math import cos, hypot, isfinite, radians
from typing import Final

METRES_A_DEGREE: Final = 111_320.0  # of latitude


@dataclass(frozen=True, slots=True)
class LatLon:
    """WGS84 degrees. Raises ValueError outside the world, so that no later step meets a NaN."""

    lat: float
    lon: float

    def __post_init__(self) -> None:
        if not (isfinite(self.lat) and isfinite(self.lon)):
            raise ValueError("latitude and longitude must be numbers")
        if not (-90 <= self.lat <= 90 and -180 <= self.lon <= 180):
            raise ValueError(f"{self.lat},{self.lon} is outside the world: latitude -90..90, longitude -180..180")

    def metres_to(self, other: "LatLon") -> float:
        """As the crow flies, on a plane: good to a percent over the size of a region."""
        east = (self.lon - other.lon) * cos(radians((self.lat + other.lat) / 2))
        return hypot(east, self.lat - other.lat) * METRES_A_DEGREE
