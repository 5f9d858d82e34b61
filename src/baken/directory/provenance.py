"""Who said each fact, and when. `field_sources` holds it where it differs from what the entry as a whole says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from baken.directory.entries import Fact, Root, facts, kind_of

WHOLE: Final = "assured_date"  # stands in `field_sources` for the entry as a whole


class By(StrEnum):
    """Who says something: an editor of the organisation, somebody for the whole landscape, a file."""

    ORGANISATION = "organisation"
    COORDINATOR = "coordinator"
    FEED = "feed"


@dataclass(frozen=True, slots=True)
class Said:
    """`source`: the name of a feed, or the same word as `by`."""

    source: str
    by: By
    on: date | None

    def to_json(self) -> dict[str, str]:
        return {"source": self.source, "by": str(self.by), **({"on": self.on.isoformat()} if self.on else {})}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Said":
        by = kept.get("by")
        written = kept.get("on")
        return cls(
            str(kept.get("source", "")),
            By(by) if by in set(By) else By.FEED,
            _day(written) if isinstance(written, str) else None,
        )


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def mark_said(root: Root, names: Iterable[str], said: Said) -> None:
    """From now on these facts are from there; the row is not saved yet. Names: of facts, columns or parts."""
    wanted = frozenset(names)
    marked = dict(root.field_sources)
    for fact in facts(kind_of(type(root))).values():
        if wanted & fact.names:
            for name in fact.names & marked.keys():
                del marked[name]
            marked[fact.name] = said.to_json()
    root.field_sources = marked


def said_of(root: Root, fact: Fact) -> Said:
    """Whose word a fact is: the latest said of it, else what was said of the entry as a whole."""
    return explicitly_said(root.field_sources, fact) or whole(root)


def explicitly_said(field_sources: Mapping[str, Any], fact: Fact) -> Said | None:
    """Of this fact alone, or of everything by a person who confirmed the whole entry."""
    found = [Said.from_json(field_sources[name]) for name in fact.names & field_sources.keys()]
    if found:
        return max(found, key=lambda said: (said.on or date.min, said.source))
    confirmed = Said.from_json(field_sources.get(WHOLE, {}))
    return confirmed if WHOLE in field_sources and confirmed.by != By.FEED else None


def whole(root: Root) -> Said:
    """Of an entry without any source: it was written here, by the organisation."""
    by = By.FEED if root.source else By.ORGANISATION
    return Said(root.source or str(By.ORGANISATION), by, root.assured_date)
