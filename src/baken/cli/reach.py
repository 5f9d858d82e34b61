"""`baken reach`: how far one comes on foot and by public transport."""

import os
from datetime import datetime
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from baken.cli.indexing import progress
from baken.cli.output import say_json
from baken.cli.ready import ready
from baken.core.kinds import LatLon
from baken.localities import selectors as localities
from baken.timetables import matrices, reaching
from baken.timetables.reaching import Reached


class _LatLon(click.ParamType):  # type: ignore[type-arg]  # subscripted in newer releases only
    name = "LAT,LON"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> LatLon:
        if isinstance(value, LatLon):
            return value
        try:
            lat, lon = (float(part) for part in str(value).split(","))
            return LatLon(lat, lon)
        except ValueError as error:
            why = str(error) if "outside the world" in str(error) else "give two numbers, for instance 51.12,4.13"
            return self.fail(f"{value!r}: {why}", param, ctx)


class _Moment(click.ParamType):  # type: ignore[type-arg]  # as above
    name = "ISO"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        try:
            return value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
        except ValueError:
            return self.fail(f"{value!r} is no date and time like 2026-11-23T09:30", param, ctx)


_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def reach() -> None:
    """How far one comes on foot and by public transport."""


@reach.command("from", context_settings={"ignore_unknown_options": True})  # -30.03,-51.22 is no option
@click.argument("origin", type=_LatLon())
@click.option("--at", type=_Moment(), required=True, help="When one leaves; without a zone, the timetable's own.")
@click.option("--walk-minutes", default=20, show_default=True, type=click.IntRange(0, 120), help="To the first stop.")
@click.option("--rides", default=3, show_default=True, type=click.IntRange(1, 10), help="At most so many vehicles.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def from_(origin: LatLon, at: datetime, walk_minutes: int, rides: int, as_json: bool) -> None:
    """Every stop that can be reached from ORIGIN (LAT,LON) within two hours, nearest first."""
    ready()
    walking = localities.walking()
    found = reaching.reached_from(origin, at, walking=walking, walk_minutes=walk_minutes, rides=rides)
    if as_json:
        say_json(_record(found))
    else:
        _show(found)


@reach.command("matrix")
@click.option("--origins", type=_FILE, required=True, help="CSV with id,lat,lon.")
@click.option("--sites", type=_FILE, required=True, help="CSV with id,lat,lon.")
@click.option("--window", required=True, metavar="09:00-10:00", help="Departures, every minute of it.")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), required=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="A Parquet file.")
@click.option("--percentile", default=50.0, show_default=True, type=click.FloatRange(0, 100), help="Of the departures.")
@click.option("--workers", default=os.cpu_count() or 1, type=click.IntRange(1, 64), help="Default: all cores.")
def matrix(origins: Path, sites: Path, window: str, day: datetime, out: Path, percentile: float, workers: int) -> None:
    """Travel seconds from every origin to every site: origin, site, seconds (null: out of reach).

    After a kill the same command goes on where it was.
    """
    ready()
    task = matrices.MatrixTask(origins, sites, day.date(), matrices.Window.parse(window), percentile, workers)
    with progress("Travelling") as advance:
        rows = matrices.write_matrix(task, out, walking=localities.walking(), on_progress=advance)
    click.echo(f"{rows} travel times are in {out}")


def _record(found: Reached) -> dict[str, object]:
    return {
        "from": {"lat": found.origin.lat, "lon": found.origin.lon},
        "at": found.at.isoformat(),
        "valid": [day.isoformat() for day in found.valid],
        "reached": [
            {"stop_id": stop.stop_id, "name": stop.name, "seconds": stop.seconds, "rides": stop.rides}
            for stop in found.stops
        ],
    }


def _show(found: Reached) -> None:
    table = Table("minutes", "rides", "stop", box=None)
    for stop in found.stops:
        table.add_row(str(round(stop.seconds / 60)), str(stop.rides), stop.name)
    Console().print(table)
