"""What may fail behind a page without being the reader's mistake: shown as a failure, with what to do."""

from typing import Final

from django.db import DatabaseError

from baken.needs.selectors import IndexProblem

FAILURES: Final[tuple[type[Exception], ...]] = (DatabaseError, IndexProblem)
