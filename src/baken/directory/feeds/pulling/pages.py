"""What a source has, saved as files that the feeds read: a file as it is, or an HSDS API page by page."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, Final
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

import orjson

from baken.directory.feeds.pulling.fetching import Fetched, Fetcher, PullError

_FILES: Final = (".json", ".ndjson", ".jsonl", ".csv", ".zip", ".xlsx", ".yaml", ".yml")
_NDJSON: Final = ("application/x-ndjson", "application/ndjson", "application/jsonl")
_ANYTHING: Final = "application/json, application/x-ndjson;q=0.9, */*;q=0.5"
_JSON: Final = "application/json, application/x-ndjson;q=0.9"
_PER_PAGE: Final = 100
MOST_PAGES: Final = 10_000


def is_file(address: str) -> bool:
    """Whether the address is that of one file, and not of an API."""
    return PurePosixPath(urlsplit(address).path).suffix.lower() in _FILES


def fetch_file(fetcher: Fetcher, address: str, folder: Path) -> Path:
    """Named by what it is, never by the far end."""
    fetched = fetcher.get(address, accept=_ANYTHING)
    file = folder / f"pulled{PurePosixPath(urlsplit(address).path).suffix.lower()}"
    file.write_bytes(fetched.content)
    return file


def fetch_services(fetcher: Fetcher, address: str, folder: Path, *, modified_after: datetime | None) -> Path:
    """All services of an HSDS API, one a line. Raises PullError."""
    file = folder / "pulled.ndjson"
    with file.open("wb") as out:
        _Services(fetcher, address).write(out, modified_after)
    return file


class _Services:
    def __init__(self, fetcher: Fetcher, address: str) -> None:
        self._fetcher = fetcher
        said = urlsplit(address)
        path = said.path.rstrip("/")
        self._list = said._replace(path=path if path.endswith("/services") else f"{path}/services", fragment="")

    def write(self, out: BinaryIO, modified_after: datetime | None) -> None:
        first = ""
        asked = {"modified_after": modified_after.isoformat()} if modified_after else {}
        for number in range(1, MOST_PAGES + 1):
            fetched = self._fetcher.get(self._page(number, asked), accept=_JSON)
            if fetched.content_type.partition(";")[0].strip().lower() in _NDJSON:
                out.write(fetched.content)
                return
            page, services = _contents(fetched)
            before, first = first, str(services[0].get("id")) if services else ""
            if services and first == before:
                raise PullError(f"page {number} of {self._list.netloc} is the same as the one before it")
            for service in services:
                out.write(orjson.dumps(self._whole(service)) + b"\n")
            if not services or _is_last(page, number):
                return
        raise PullError(f"{self._list.netloc} has more than {MOST_PAGES} pages")

    def _page(self, number: int, asked: Mapping[str, str]) -> str:
        given = {"page": str(number), "per_page": str(_PER_PAGE), "full": "true", **asked}
        query = "&".join(filter(None, [self._list.query, urlencode(given)]))
        return urlunsplit(self._list._replace(query=query))

    def _whole(self, service: dict[str, Any]) -> dict[str, Any]:
        """Some list services without their organisation, and give the whole one by one."""
        if "organization" in service or "organization_id" in service or not isinstance(service.get("id"), str):
            return service
        path = f"{self._list.path}/{quote(service['id'], safe='')}"
        fetched = self._fetcher.get(urlunsplit(self._list._replace(path=path, query="")), accept="application/json")
        whole = _json(fetched)
        return whole if isinstance(whole, dict) else service


def _contents(fetched: Fetched) -> tuple[Mapping[str, Any], list[dict[str, Any]]]:
    said = _json(fetched)
    contents = said.get("contents") if isinstance(said, dict) else said
    if not isinstance(contents, list) or not all(isinstance(one, dict) for one in contents):
        raise PullError(f"{urlsplit(fetched.address).netloc} answers no page of services")
    return (said if isinstance(said, dict) else {}), contents


def _json(fetched: Fetched) -> Any:
    try:
        return orjson.loads(fetched.content)
    except ValueError as problem:
        host = urlsplit(fetched.address).netloc
        raise PullError(f"{host} answers what is not JSON: is this the address of an HSDS API?") from problem


def _is_last(page: Mapping[str, Any], number: int) -> bool:
    """A list without pages is whole."""
    total = page.get("total_pages")
    return not page or page.get("last_page") is True or (isinstance(total, int) and number >= total)
