"""Where a service is: sites of its own organisation, or a table in somebody else's house."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy

from baken.directory.selectors.editing import Place
from baken.web.desk.fields import line_field
from baken.web.desk.themes.base import ThemeForm

LONGEST_WORDS: Final = 200
MOST_TICKED: Final = 100


class PlacesForm(ThemeForm):
    said = ("locations",)
    words = line_field(
        gettext_lazy("In the house of another organisation? Write its name, street or town"), LONGEST_WORDS
    )
    locations = forms.MultipleChoiceField(
        required=False,
        error_messages={"invalid_choice": gettext_lazy("One of these places is not there any more. Choose again.")},
    )

    def __init__(self, data: Any = None, *, places: tuple[Place, ...], **options: Any) -> None:
        super().__init__(data, **options)
        locations = self.fields["locations"]
        assert isinstance(locations, forms.MultipleChoiceField)
        locations.choices = [(str(place.id), "") for place in places]

    @staticmethod
    def searched(posted: Any) -> str:
        return posted.get("words", "").replace("\x00", "")[:LONGEST_WORDS].strip() if posted is not None else ""

    @staticmethod
    def ticked(posted: Any) -> list[UUID]:
        """Ids that can be read; what else was posted is told by the form."""
        return [place for place in map(_uuid, posted.getlist("locations")[:MOST_TICKED]) if place] if posted else []

    def shown(self, known: Mapping[str, Any]) -> dict[str, Any]:
        return {}

    def chosen(self) -> list[UUID]:
        """In the order in which they stand; new ones last."""
        ticked = self.ticked(self.data) if self.is_bound else list(self.known["locations"])
        before = [place for place in self.known["locations"] if place in ticked]
        return [*before, *(place for place in dict.fromkeys(ticked) if place not in before)]

    def facts(self) -> dict[str, Any]:
        return {"locations": self.chosen()}


def _uuid(written: str) -> UUID | None:
    try:
        return UUID(written)
    except ValueError:
        return None
