"""The entry point for a WSGI server: `granian --interface wsgi baken.config.wsgi:application`."""

import logging
import os
from threading import Thread
from time import sleep

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baken.config.settings")
application = get_wsgi_application()

_FIRST_PAGE_SECONDS = 1.0  # the start page comes first; loading models beside it would double its time


def _warm_up() -> None:
    """Addresses first, for the first page; then one question asked and thrown away, so that nobody waits for models
    or compiled code."""
    from django.db import DatabaseError, connection
    from django.urls import get_resolver
    from django.utils import timezone

    from baken.localities import selectors as localities
    from baken.needs.selectors import IndexProblem
    from baken.plans import selectors
    from baken.plans.kinds import Question
    from baken.timetables import travel

    get_resolver().url_patterns  # noqa: B018 - reading it imports the doors
    sleep(_FIRST_PAGE_SECONDS)
    try:
        selectors.find_for(Question(when=timezone.localtime(), words="ik zoek een dokter"))
        travel.warm_up(timezone.localtime(), walking=localities.walking())
    except (IndexProblem, DatabaseError) as problem:
        logging.getLogger(__name__).error("No question can be answered yet: %s", problem)
    finally:
        connection.close()


Thread(target=_warm_up, name="warm-up", daemon=True).start()
