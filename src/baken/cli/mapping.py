"""`baken import table FILE --guess`: a first mapping of the columns, written where the import looks for it."""

from pathlib import Path
from typing import Final

import click
import yaml

from baken.directory.feeds import TABLE_FIELDS, guess_mapping

_ABOVE: Final = """\
# Which column of {name} is which field. Guessed: look at every line, and correct it.
# Give «-» for a column that is to be left out; columns that are not named are kept beside the service as they are.
# Fields: {fields}
# values: what stands in a cell and what it means, by field, e.g.
#   values: {{service.asks_papers: {{nodig: yes, niet nodig: no}}}}
"""


def mapping_beside(file: Path) -> Path:
    return file.with_name(f"{file.name}.mapping.yaml")


def write_guess(file: Path, to: Path, *, encoding: str, sheet: str) -> None:
    """Never over a mapping that is there: a person may have corrected it."""
    guessed = guess_mapping(file, encoding=encoding, sheet=sheet)
    said = yaml.safe_dump(guessed, allow_unicode=True, sort_keys=False, width=120)
    text = _ABOVE.format(name=file.name, fields=", ".join(TABLE_FIELDS)) + said
    if to.exists():
        raise click.ClickException(f"{to} exists already; remove it first, or name another with --mapping")
    to.write_text(text, encoding="utf-8")
    click.echo(said, nl=False)
    click.echo(f"Written to {to}. Look at it, then: baken import table {file.name} --dry-run")
