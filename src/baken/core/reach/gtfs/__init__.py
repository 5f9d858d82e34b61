"""GTFS Schedule, as published at gtfs.org/documentation/schedule/reference: files to a `Feed` that knows every date.

`reading.read_feed` is not imported here: it needs pandas, which only an import of a feed should have to load.
"""

from baken.core.reach.gtfs.calendar import Calendar
from baken.core.reach.gtfs.faults import Fault, GtfsError
from baken.core.reach.gtfs.feed import Calls, Feed, Frequencies, Routes, Stops, TransferRules, Trips

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
]
