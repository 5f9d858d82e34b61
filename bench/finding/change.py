"""An editor in a process of its own: says when it is ready, waits for a line, changes one service, says what happened.

    python -m finding.change SERVICE_ID NEED,NEED DESCRIPTION

Times are seconds of the machine's monotonic clock, which all processes share.
"""

import json
import os
import sys
from time import perf_counter
from typing import Any
from uuid import UUID

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baken.config.settings")
import django

django.setup()

from baken.directory import services as directory
from baken.needs import selectors as needs_room
from baken.needs.index.reader import load_index
from baken.needs.runtime import runtime


def main(service_id: UUID, needs: list[str], description: str) -> dict[str, Any]:
    needs_room.engine()  # a server that has been up for a while has its encoders loaded
    print("ready", flush=True)
    sys.stdin.readline()
    started = perf_counter()
    text = {"nl": {"text": description, "state": "original"}}
    directory.update_service(service_id=service_id, description=text, needs=needs)
    saved = perf_counter()
    return {"started": started, "saved": saved, "vectors": _vectors_in_force(service_id)}


def _vectors_in_force(service_id: UUID) -> list[str]:
    """The encoders whose vectors of the changed service are in the index now."""
    delta = load_index(runtime().folder).delta
    if delta is None:
        return []
    ids = [delta.segment.id_at(row) for row in range(delta.segment.size)]
    return sorted(delta.segment.vectors) if service_id in ids else []


if __name__ == "__main__":
    print(json.dumps(main(UUID(sys.argv[1]), sys.argv[2].split(","), sys.argv[3])))
