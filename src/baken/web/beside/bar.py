"""What the companion presses, and the question whether somebody is still there."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info, override
from django.utils.translation import gettext as _

from baken.web.beside.kinds import Beside


@dataclass(frozen=True, slots=True)
class StillThere:
    """The question of an idle page, in one language."""

    title: str
    text: str
    stay: str


def bar(beside: Beside, request: HttpRequest) -> SafeString:
    """In the companion's language; the question whether somebody is there also in the person's."""
    languages = dict.fromkeys((beside.language, beside.reader))
    asked = [_still_there(language) for language in languages]
    with override(beside.language):
        return render_to_string(
            "beside/bar.html",
            {
                "beside": beside,
                "path": request.path,
                "start": reverse("start"),
                "enter": reverse("beside"),
                "forget": reverse("forget"),
                "direction": direction_of(beside.language),
                "reader_direction": direction_of(beside.reader),
                "both": (asked[0], asked[1] if len(asked) > 1 else None),
            },
        )


def direction_of(language: str) -> str:
    return "rtl" if get_language_info(language)["bidi"] else "ltr"


def _still_there(language: str) -> StillThere:
    with override(language):
        return StillThere(
            _("Are you still there?"),
            _("Nobody touched the screen for ten minutes. In two minutes everything is forgotten."),
            _("I am still here"),
        )
