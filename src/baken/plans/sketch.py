"""A sketch of where the doors of a plan are: areas, water and bridges of our own base map, stops, where one starts.

Black on white, in millimetres, without tiles. The lines are an SVG; words and numbers stand beside it with their
places, so that the paper sets them in its own letters.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import cos, radians
from typing import Final

import numpy as np
from numpy.typing import NDArray

from baken.core.kinds import LatLon
from baken.core.kinds.places import METRES_A_DEGREE
from baken.core.planning.kinds import VISITED
from baken.localities import selectors as localities
from baken.localities.outlines import Box
from baken.plans.kinds import PlanSheet, StepView

Points = NDArray[np.float64]  # (n, 2) millimetres from the top left

_LEAST_METRES: Final = 700.0
# farther apart than this, where one starts would make dots of the doors: the sketch then shows only where one arrives
_MOST_METRES: Final = 9_000.0
_MARGIN_MM: Final = 6.0
_PIN_MM: Final = 2.6
_LETTER_MM: Final = 0.62  # of the letters' height, how wide one is on average
_WIDE_LETTER_MM: Final = 0.9  # and one of the Ethiopic script
_MM_A_POINT: Final = 0.3528
_AREA_POINTS: Final = 7.0
_NAME_POINTS: Final = 8.0
_ROUND_METRES: Final = (100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000)
_WATER: Final = frozenset({"river", "canal"})


@dataclass(frozen=True, slots=True)
class Label:
    """Words centred on a place of the sketch. `kind`: area, water, scale, stop, start or door."""

    kind: str
    text: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Sketch:
    """`missing`: the numbers of the steps that have a place to go to, which nobody knows on the map."""

    drawing: str
    width: float
    height: float
    labels: tuple[Label, ...]
    missing: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Marks:
    """What the sketch is about. `rides`: from stop to stop; `start` None: not known, or not to be told."""

    doors: Mapping[LatLon, tuple[int, ...]]
    stops: Mapping[LatLon, str]
    rides: tuple[tuple[LatLon, LatLon], ...]
    start: LatLon | None
    missing: tuple[int, ...]


def sketch(
    sheet: PlanSheet, *, languages: Sequence[str], start_words: str, width: float, height: float
) -> Sketch | None:
    """None where no door of the plan has a place. `width`, `height` in millimetres."""
    marks = _marks(sheet)
    if not marks.doors:
        return None
    frame = _Frame.around(_shown(marks), width, height)
    shapes = localities.shapes_in(frame.box, languages=languages)
    labels = _labels(marks, shapes, frame, start_words)
    return Sketch(_drawing(marks, shapes, frame), width, height, labels, marks.missing)


# ---- what it is about -------------------------------------------------------------------------------------------


def _marks(sheet: PlanSheet) -> _Marks:
    """Who flees from home, or has none, gets no sketch that shows where they were."""
    doors: dict[LatLon, tuple[int, ...]] = {}
    missing = []
    for number, step in enumerate(sheet.steps, start=1):
        place = step.door.candidate.place
        if place is not None and step.door.candidate.visited:
            doors[place] = (*doors.get(place, ()), number)
        elif step.card.address_lines and _has_a_desk(step):
            missing.append(number)
    told = sheet.start is not None
    rides = [ride for step in sheet.steps if step.door.way for ride in step.door.way.rides] if told else []
    ends = [
        (ride.board_at, ride.alight_at, ride)
        for ride in rides
        if ride.board_at is not None and ride.alight_at is not None
    ]
    stops = {at: name for board, alight, ride in ends for at, name in ((board, ride.board), (alight, ride.alight))}
    lines = tuple(dict.fromkeys((board, alight) for board, alight, _ride in ends))
    return _Marks(doors, _once_a_name(stops), lines, sheet.start, tuple(missing))


def _has_a_desk(step: StepView) -> bool:
    """One could go there, if it were known where."""
    access = step.door.candidate.access
    return not access or bool(access & VISITED)


def _once_a_name(stops: Mapping[LatLon, str]) -> dict[LatLon, str]:
    """The two sides of a street are one stop."""
    by_name = {name: at for at, name in reversed(list(stops.items()))}
    return {at: name for name, at in by_name.items()}


def _shown(marks: _Marks) -> list[LatLon]:
    arrived = [
        *marks.doors,
        *(at for _board, at in marks.rides if any(at.metres_to(door) < 1500 for door in marks.doors)),
    ]
    everything = [*arrived, *marks.stops, *([marks.start] if marks.start else [])]
    return everything if _span(everything) <= max(_MOST_METRES, 2.5 * _span(arrived)) else arrived


def _span(places: Sequence[LatLon]) -> float:
    return max(one.metres_to(other) for one in places for other in places)


# ---- from degrees to paper --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Frame:
    """`box` fills the paper; `squeeze`: how much shorter a degree of longitude is here."""

    box: Box
    width: float
    height: float
    squeeze: float

    @classmethod
    def around(cls, places: Sequence[LatLon], width: float, height: float) -> "_Frame":
        """With a margin, so that no mark hangs over the edge, and never less than a few streets."""
        lats, lons = [place.lat for place in places], [place.lon for place in places]
        lat, lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
        squeeze = cos(radians(lat))
        least = _LEAST_METRES / METRES_A_DEGREE
        high = max(max(lats) - min(lats), least) / (height - 2 * _MARGIN_MM)
        wide = max((max(lons) - min(lons)) * squeeze, least) / (width - 2 * _MARGIN_MM)
        degrees_a_mm = max(high, wide)
        up, across = degrees_a_mm * height / 2, degrees_a_mm * width / 2 / squeeze
        return cls(Box(lat - up, lon - across, lat + up, lon + across), width, height, squeeze)

    def project(self, line: Points) -> Points:
        """(n, 2) longitude and latitude to millimetres."""
        across = self.width / (self.box.east - self.box.west)
        up = self.height / (self.box.north - self.box.south)
        return (line - (self.box.west, self.box.north)) * (across, -up)

    def at(self, place: LatLon) -> tuple[float, float]:
        ((x, y),) = self.project(np.array([[place.lon, place.lat]]))
        return float(x), float(y)

    def holds(self, x: float, y: float, margin: float = 0.0) -> bool:
        return margin <= x <= self.width - margin and margin <= y <= self.height - margin


# ---- the lines --------------------------------------------------------------------------------------------------


def _drawing(marks: _Marks, shapes: Sequence[localities.Shape], frame: _Frame) -> str:
    parts = [
        *(_area(shape, frame) for shape in shapes if shape.kind in ("neighbourhood", "district", "municipality")),
        *_barriers(shapes, frame),
        *(_bridge(shape, shapes, frame) for shape in shapes if shape.kind in ("bridge", "tunnel", "ferry")),
        *(_dashes(ride, frame) for ride in marks.rides),
        *(_square(*frame.at(stop)) for stop in marks.stops),
        *([_ring(*frame.at(marks.start))] if marks.start else []),
        *(_pin(*frame.at(door), len(numbers)) for door, numbers in marks.doors.items()),
        _scale(frame),
    ]
    size = f"{frame.width:g} {frame.height:g}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{frame.width:g}mm" height="{frame.height:g}mm" '
        f'viewBox="0 0 {size}"><clipPath id="f"><rect width="{frame.width:g}" height="{frame.height:g}"/></clipPath>'
        f'<g clip-path="url(#f)" fill="none" stroke-linejoin="round">{"".join(parts)}</g></svg>'
    )


def _area(shape: localities.Shape, frame: _Frame) -> str:
    path = "".join(_path(frame.project(ring)) + "Z" for ring in shape.lines)
    return f'<path d="{path}" stroke="#888" stroke-width=".2" stroke-dasharray="1 .8"/>'


def _barriers(shapes: Sequence[localities.Shape], frame: _Frame) -> Iterable[str]:
    """Water as two banks, railways as a barred line, motorways as a double one; first all dark, then all light, so that
    branches flow into each other."""
    lines = [(shape.kind, _path(frame.project(line))) for shape in shapes for line in shape.lines if len(line) > 1]
    for kind, dark, light, dashes in (
        ("railway", 1.0, 0.6, ' stroke-dasharray="1.6 1.6"'),
        ("motorway", 1.4, 0.9, ""),
        ("canal", 2.2, 1.6, ""),
        ("river", 3.6, 2.9, ""),
    ):
        some = [path for found, path in lines if found == kind]
        yield from (f'<path d="{path}" stroke="#000" stroke-width="{dark}"/>' for path in some)
        inner = "#ddd" if kind in _WATER else "#fff"
        yield from (f'<path d="{path}" stroke="{inner}" stroke-width="{light}"{dashes}/>' for path in some)


def _bridge(shape: localities.Shape, shapes: Sequence[localities.Shape], frame: _Frame) -> str:
    """A white deck with black sides, square to what it crosses."""
    ((x, y),) = frame.project(shape.lines[0])
    along = _direction_near(np.array([x, y]), shapes, frame)
    turned = f'transform="translate({x:.2f} {y:.2f}) rotate({along:.0f})"'
    sides = '<path d="M-1 -2.4V2.4M1 -2.4V2.4" stroke="#000" stroke-width=".5"/>'
    return f'<g {turned}>{sides}<path d="M0 -2.6V2.6" stroke="#fff" stroke-width="1.5"/></g>'


def _direction_near(at: Points, shapes: Sequence[localities.Shape], frame: _Frame) -> float:
    """Degrees, of the piece of a barrier that lies nearest."""
    best, nearest = 0.0, np.inf
    for shape in shapes:
        for line in shape.lines:
            if shape.kind not in _WATER | {"railway", "motorway"} or len(line) < 2:
                continue
            points = frame.project(line)
            starts, along = points[:-1], np.diff(points, axis=0)
            length = np.maximum((along**2).sum(axis=1), 1e-9)
            share = np.clip(((at - starts) * along).sum(axis=1) / length, 0, 1)
            away = np.hypot(*(starts + share[:, None] * along - at).T)
            if away.min() < nearest:
                nearest, (east, south) = float(away.min()), along[int(away.argmin())]
                best = float(np.degrees(np.arctan2(south, east)))
    return best


def _dashes(ride: tuple[LatLon, LatLon], frame: _Frame) -> str:
    (x1, y1), (x2, y2) = frame.at(ride[0]), frame.at(ride[1])
    return f'<path d="M{x1:.2f} {y1:.2f}L{x2:.2f} {y2:.2f}" stroke="#000" stroke-width=".35" stroke-dasharray=".5 1"/>'


def _square(x: float, y: float) -> str:
    size = 'width="2.2" height="2.2" fill="#fff" stroke="#000" stroke-width=".6"'
    return f'<rect x="{x - 1.1:.2f}" y="{y - 1.1:.2f}" {size}/>'


def _ring(x: float, y: float) -> str:
    rings = ((2.6, "#fff", ".5"), (1.1, "#000", "0"))
    return "".join(
        f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{r}" fill="{fill}" stroke="#000" stroke-width="{stroke}"/>'
        for r, fill, stroke in rings
    )


def _pin(x: float, y: float, numbers: int) -> str:
    """Wide enough for all steps of one house."""
    half = _PIN_MM * (1 + 0.75 * (numbers - 1))
    return (
        f'<rect x="{x - half:.2f}" y="{y - _PIN_MM:.2f}" width="{2 * half:.2f}" height="{2 * _PIN_MM}" rx="{_PIN_MM}" '
        'fill="#000" stroke="#fff" stroke-width=".5"/>'
    )


def _scale_metres(frame: _Frame) -> int:
    """A round distance of at most a third of the width."""
    wide = (frame.box.east - frame.box.west) * frame.squeeze * METRES_A_DEGREE / 3
    return max((metres for metres in _ROUND_METRES if metres <= wide), default=_ROUND_METRES[0])


def _scale_mm(frame: _Frame) -> float:
    whole = (frame.box.east - frame.box.west) * frame.squeeze * METRES_A_DEGREE
    return _scale_metres(frame) / whole * frame.width


def _scale(frame: _Frame) -> str:
    low = frame.height - 2
    ruler = f"M2 {low - 1}V{low}H{2 + _scale_mm(frame):.2f}V{low - 1}"
    return f'<path d="{ruler}" stroke="#fff" stroke-width="1.2"/><path d="{ruler}" stroke="#000" stroke-width=".35"/>'


def _path(points: Points) -> str:
    return "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in points)


# ---- the words --------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Taken:
    """Rectangles (left, top, right, bottom) where something stands already."""

    frame: _Frame
    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)

    def add(self, x: float, y: float, half_width: float, half_height: float) -> None:
        self.boxes.append((x - half_width, y - half_height, x + half_width, y + half_height))

    def free(self, x: float, y: float, half_width: float, half_height: float) -> bool:
        inside = self.frame.holds(x - half_width, y - half_height) and self.frame.holds(x + half_width, y + half_height)
        return inside and not any(
            x - half_width < right and x + half_width > left and y - half_height < bottom and y + half_height > top
            for left, top, right, bottom in self.boxes
        )


def _labels(marks: _Marks, shapes: Sequence[localities.Shape], frame: _Frame, start_words: str) -> tuple[Label, ...]:
    """Numbers always; then where one starts, then stops, then names of water and areas as far as there is room."""
    taken = _Taken(frame)
    found: list[Label] = []
    metres = _scale_metres(frame)
    scale = Label(
        "scale",
        f"{metres} m" if metres < 1000 else f"{metres // 1000} km",
        2 + _scale_mm(frame) / 2,
        frame.height - 4.2,
    )
    taken.add(scale.x, scale.y, max(_scale_mm(frame) / 2, 5), 3)
    found.append(scale)
    for door, numbers in marks.doors.items():
        x, y = frame.at(door)
        taken.add(x, y, _PIN_MM * (1 + 0.75 * (len(numbers) - 1)), _PIN_MM)
        found.append(Label("door", " · ".join(map(str, numbers)), x, y))
    marked = [("start", start_words, marks.start)] if marks.start else []
    marked += [("stop", name, at) for at, name in marks.stops.items()]
    for _kind, _words, at in marked:
        taken.add(*frame.at(at), 1.6, 1.6)
    for kind, words, at in marked:
        if (spot := _beside(frame.at(at), words, taken)) is not None:
            found.append(Label(kind, words, *spot))
    return (*found, *_names(shapes, taken))


def _beside(at: tuple[float, float], words: str, taken: _Taken) -> tuple[float, float] | None:
    """The first free place around a mark: above, below, to its sides, its corners; then farther away."""
    half_width, half_height = _half(words, _NAME_POINTS)
    for away in (2.2, 3.6, 5.5):
        across, down = half_width + away, half_height + away
        for dx, dy in ((0, -1), (0, 1), (1, 0), (-1, 0), (1, -1), (-1, -1), (1, 1), (-1, 1)):
            x, y = at[0] + dx * across, at[1] + dy * down
            if taken.free(x, y, half_width, half_height):
                taken.add(x, y, half_width, half_height)
                return x, y
    return None


def _names(shapes: Sequence[localities.Shape], taken: _Taken) -> Iterable[Label]:
    for shape in shapes:
        if shape.kind in ("bridge", "tunnel", "ferry", "railway", "motorway"):
            continue
        kind = "water" if shape.kind in _WATER else "area"
        half_width, half_height = _half(shape.name, _AREA_POINTS)
        for x, y in _middles(shape, taken.frame):
            if taken.free(x, y, half_width, half_height):
                taken.add(x, y, half_width, half_height)
                yield Label(kind, shape.name, x, y)
                break


def _middles(shape: localities.Shape, frame: _Frame) -> list[tuple[float, float]]:
    """Where a name may stand: in the middle of what is seen of an area, or along water."""
    points = np.vstack([frame.project(line) for line in shape.lines])
    if shape.kind in _WATER:
        seen = [(float(x), float(y)) for x, y in points if frame.holds(x, y, _MARGIN_MM)]
        return seen[len(seen) // 2 :] + seen[: len(seen) // 2]
    low, high = np.clip(points.min(axis=0), 0, None), points.max(axis=0)
    high = np.minimum(high, (frame.width, frame.height))
    x, y = (low + high) / 2
    return [(float(x), float(y) + dy) for dy in (0.0, -4.0, 4.0, -8.0, 8.0)]


def _half(words: str, points: float) -> tuple[float, float]:
    """Half the width and height of words, in millimetres, with a little air."""
    high = points * _MM_A_POINT
    wide = sum(_WIDE_LETTER_MM if "\u1200" <= letter <= "\u139f" else _LETTER_MM for letter in words)
    return wide * high / 2 + 0.8, high / 2 + 0.8
