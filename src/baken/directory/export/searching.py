"""Words looked up in texts: every word has to stand in one of the fields, whatever its case, in any language."""

import json
from collections.abc import Sequence
from typing import Any

from django.db.models import CharField, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat

SQLITE_FUNCTION = "BAKEN_FOLDED_TEXTS"


class _Folded(Func):
    """A plain text in lower case. SQLite itself folds ASCII only."""

    output_field = TextField()
    function = "LOWER"

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, function=SQLITE_FUNCTION)


class _FoldedTexts(_Folded):
    """All languages of a stored text in lower case."""

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> tuple[str, Any]:
        return self.as_sql(
            compiler, connection, template="LOWER(jsonb_path_query_array(%(expressions)s, '$.*.text')::text)"
        )


def folded_texts(stored: str | None) -> str:
    """A stored text, or a plain one, in lower case; SQLite calls it for every row that is searched."""
    if not stored:
        return ""
    if not stored.startswith("{"):
        return stored.lower()
    return "\n".join(part["text"] for part in json.loads(stored).values()).lower()


def found_by_words(rows: QuerySet[Any], words: str, texts: Sequence[str], columns: Sequence[str]) -> QuerySet[Any]:
    wanted = words.lower().split()
    if not wanted:
        return rows
    parts = [*(_FoldedTexts(name) for name in texts), *(_Folded(name) for name in columns)]
    blank = Value("\n", output_field=CharField())
    joined = Concat(*[piece for part in parts for piece in (part, blank)], output_field=TextField())
    every_word = Q()
    for word in wanted:
        every_word &= Q(searched__contains=word)
    found: QuerySet[Any] = rows.alias(searched=joined).filter(every_word)
    return found
