"""HSDS as CSV: the data package of 3.x, and those of 1.1 and 2.0; a folder, a zip, or some of the files.

The tables are put together to the nested records of the JSON form and read as those are (`hsds`).
"""

from collections.abc import Sequence
from pathlib import Path

from baken.directory.feeds.batch import Batch, Options
from baken.directory.feeds.hsds import Reading
from baken.directory.feeds.hsds_csv.assembling import assemble
from baken.directory.feeds.hsds_csv.older import is_older, modernised
from baken.directory.feeds.hsds_csv.package import read_tables


def read(paths: Sequence[Path | str], options: Options) -> Batch:
    reading = Reading(options)
    refusals = reading.batch.refusals
    for path in map(Path, paths):
        tables = read_tables(path, refusals, options.encoding)
        if is_older(tables):
            tables = modernised(tables, options, refusals)
        nested = assemble(tables, refusals)
        for record in nested.organizations:
            reading.read_organisation(record)
        for record in nested.locations:
            reading.read_location(record)
        for record in nested.services:
            reading.read_service(record)
    return reading.batch
