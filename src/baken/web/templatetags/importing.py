"""What the pages for imports need of words."""

from typing import Final

from django import template
from django.utils.translation import get_language, gettext_lazy

from baken.plans import formats
from baken.web.city.codes import column_words
from baken.web.city.imports.problems import problem_words
from baken.web.city.words import field_words

register = template.Library()
register.filter("problem_words", problem_words)

_PARTS: Final = {
    "service need": "needs",
    "service access": "access",
    "service welcome": "welcome",
    "service area": "municipalities",
    "service language": "languages",
    "service at location": "locations",
    "phone": "phones",
    "schedule": "schedules",
    "schedule exception": "schedule_exceptions",
    "temporary change": "temporary_changes",
}
_ANSWERS: Final = {"yes": gettext_lazy("Yes"), "no": gettext_lazy("No")}


@register.filter
def changed_field(field: str) -> str:
    """A field of the report («price», «description.nl», «service need») in the reader's words."""
    name, _dot, language = field.partition(".")
    words = field_words(_PARTS.get(name, name))
    return f"{words} ({formats.language_name(language, get_language() or 'en')})" if language else words


@register.filter
def changed_value(value: str, field: str) -> str:
    """A value of the report in the reader's words where it is a code; every other as it is."""
    return str(_ANSWERS.get(value) or column_words(field, value)) if value else ""
