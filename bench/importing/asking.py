"""The HSDS read API over an imported country: pages of 50 full services. Runs as a process of its own; prints JSON."""

import os
import statistics
from time import perf_counter
from typing import Any

import orjson

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baken.config.settings")
_PAGES, _SIZE = 40, 50


def main() -> dict[str, Any]:
    import django

    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    took, queries, pages = [], set(), 1
    for number in range(_PAGES + 3):
        address = f"/hsds/services?page={1 + number * 7 % pages}&per_page={_SIZE}&full=true"
        with CaptureQueriesContext(connection) as seen:
            started = perf_counter()
            response = client.get(address, HTTP_HOST="localhost")
            content = b"".join(response.streaming_content) if response.streaming else response.content
            took.append((perf_counter() - started) * 1000)
        if response.status_code != 200:
            raise SystemExit(f"{address}: {response.status_code} {content[:300]!r}")
        queries.add(len(seen))
        pages = max(1, orjson.loads(content)["total_pages"] - 1)  # the last may not be full
    took = sorted(took[3:])
    return {
        "p50": statistics.median(took),
        "p95": took[int(len(took) * 0.95) - 1],
        "queries": sorted(queries),
        "bytes": len(content),
        "objects": len(orjson.loads(content)["contents"]),
    }


if __name__ == "__main__":
    print(orjson.dumps(main()).decode())
