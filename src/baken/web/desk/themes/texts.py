"""A text in its languages, each with how good it is: original, checked, made by a computer, behind the original."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from baken.core.kinds import Text, Texts, TextState
from baken.plans import formats
from baken.web.desk.fields import CHOOSE, language_choices, line_field
from baken.web.desk.themes.base import ThemeForm

LONGEST: Final = 3000
STATES: Final = (
    (TextState.ORIGINAL.value, gettext_lazy("This is the original")),
    (TextState.REVIEWED.value, gettext_lazy("A translation that somebody checked")),
    (TextState.MACHINE_DRAFTED.value, gettext_lazy("A computer translated it, nobody checked it")),
    (TextState.STALE.value, gettext_lazy("Behind: the original has changed since")),
)


@dataclass(frozen=True, slots=True)
class TextRow:
    """The fields of one language; `state` marks what readers are told."""

    tag: str
    name: str
    text: Any
    state: Any
    kept: str


class TextsForm(ThemeForm):
    """Subclasses name one fact. An emptied text takes its language away."""

    drawn_by = "desk/parts/texts.html"
    needed: ClassVar[bool] = False
    longest: ClassVar[int] = LONGEST
    new_language = forms.ChoiceField(
        required=False, label=gettext_lazy("In another language"), choices=(), error_messages=CHOOSE
    )
    new_text = line_field(
        gettext_lazy("The text in that language"), LONGEST, widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"})
    )

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.before = Texts.from_json(self.known.get(self.said[0]))
        for text in self.before:
            self.fields[f"text_{text.language}"] = line_field(
                formats.language_name(text.language, _reader()),
                self.longest,
                initial=text.text,
                widget=forms.Textarea(attrs={"rows": 4, "dir": "auto", "lang": text.language}),
            )
            self.fields[f"state_{text.language}"] = forms.ChoiceField(
                required=False,
                label=_("How good is this text?"),
                choices=STATES,
                initial=text.state.value,
                error_messages=CHOOSE,
            )
        new = self.fields["new_language"]
        assert isinstance(new, forms.ChoiceField)
        new.choices = [
            ("", _("none")),
            *(pair for pair in language_choices() if pair[0] not in self.before.by_language),
        ]
        new.initial = "" if self.before else _reader()

    def shown(self, known: Mapping[str, Any]) -> dict[str, Any]:
        return {}

    def text_rows(self) -> Iterator[TextRow]:
        for text in self.before:
            tag = text.language
            name = formats.language_name(tag, _reader())
            yield TextRow(tag, name, self[f"text_{tag}"], self[f"state_{tag}"], text.state.value)

    def missing(self) -> list[str]:
        """Names of the languages of these pages in which nothing is written yet."""
        tags = (tag for tag in settings.BAKEN_COMPLETE_LANGUAGES if tag not in self.before.by_language)
        return [formats.language_name(tag, _reader()) for tag in tags]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("new_text") and not cleaned.get("new_language") and "new_language" not in self.errors:
            self.add_error("new_language", _("Choose in which language you wrote this."))
        texts = [] if self.errors else list(self._texts())
        originals = [text for text in texts if text.state == TextState.ORIGINAL]
        if not self.errors and texts and not originals:
            self.add_error(None, _("One of the texts has to be the original. Choose which."))
        if not self.errors and not texts and self.needed:
            self.add_error("new_text", _("Write a name in at least one language."))
        return cleaned

    def _texts(self) -> Iterator[Text]:
        for text in self.before:
            written = self.cleaned_data[f"text_{text.language}"].strip()
            if written:
                yield Text(text.language, written, self._state(text, written))
        if written := self.cleaned_data["new_text"].strip():
            state = TextState.REVIEWED if self.before else TextState.ORIGINAL
            yield Text(self.cleaned_data["new_language"], written, state)

    def _state(self, before: Text, written: str) -> TextState:
        """Who rewrites a translation has looked at it: it is no longer a computer's, and no longer behind."""
        chosen = TextState(self.cleaned_data[f"state_{before.language}"] or before.state)
        rewritten = written != before.text and chosen == before.state
        return TextState.REVIEWED if rewritten and chosen in (TextState.MACHINE_DRAFTED, TextState.STALE) else chosen

    def facts(self) -> dict[str, Any]:
        return {self.said[0]: Texts({text.language: text for text in self._texts()}).to_json()}


def texts_form(field: str, *, needed: bool = False, longest: int = LONGEST) -> type[TextsForm]:
    return type(f"{field.title()}Form", (TextsForm,), {"said": (field,), "needed": needed, "longest": longest})


def _reader() -> str:
    return get_language() or settings.LANGUAGE_CODE
