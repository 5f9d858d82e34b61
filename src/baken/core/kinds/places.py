"""A point on earth."""

from dataclasses import dataclass
from math import isfinite


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
