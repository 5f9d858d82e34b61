"""GTFS Schedule, as published at gtfs.org/documentation/schedule/reference: files to a `Feed` that knows every date."""

from baken.core.reach.gtfs.calendar import Calendar
from baken.core.reach.gtfs.faults import Fault, GtfsError
from baken.core.reach.gtfs.feed import Calls, Feed, Frequencies, Routes, Stops, TransferRules, Trips
from baken.core.reach.gtfs.reading import read_feed

__all__ = [
    "Calendar",
    "Calls",
    "Fault",
    "Feed",
    "Frequencies",
    "GtfsError",
    "Routes",
    "Stops",
    "TransferRules",
    "Trips",
    "read_feed",
]
