"""What is asked of somebody who brings in a file."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from baken.directory.feeds.columns import MappingName
from baken.directory.feeds.kept import ENDINGS
from baken.web.city.imports.naming import KIND_NAMES

ENCODINGS: Final = (
    ("", _("UTF-8 (usual)")),
    ("cp1252", _("Windows (cp1252)")),
    ("iso-8859-15", _("Western European (ISO 8859-15)")),
    ("utf-16", "UTF-16"),
)


class _ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Cleans to a list of uploaded files."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one, initial) for one in given or [None]]


class UploadForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What kind of file is it?"),
        choices=[(kind, KIND_NAMES[kind]) for kind in ENDINGS],
        widget=forms.RadioSelect,
        initial="table",
    )
    upload = FilesField(
        label=_("The file, or the files that belong together"),
        widget=_ManyFiles,
        allow_empty_file=True,
        error_messages={"required": _("Choose a file.")},
    )
    language = forms.ChoiceField(
        label=_("Language of the texts"), help_text=_("Where the file does not say it itself."), choices=()
    )
    source = forms.CharField(
        label=_("Who publishes it"),
        help_text=_("A short name, the same each time: by it an import knows what it brought before."),
        max_length=80,
        required=False,
    )
    mapping = forms.TypedChoiceField(
        label=_("Columns of a table"), choices=(), coerce=int, empty_value=None, required=False
    )
    encoding = forms.ChoiceField(label=_("Letters of a CSV file"), choices=ENCODINGS, required=False)

    def __init__(self, *args: Any, mappings: Sequence[MappingName], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = list(settings.LANGUAGES)  # type: ignore[attr-defined]
        self.fields["language"].initial = settings.BAKEN_LOCAL_LANGUAGE
        choices = [("", _("Choose them on the next page")), *((str(saved.id), saved.name) for saved in mappings)]
        self.fields["mapping"].choices = choices  # type: ignore[attr-defined]
        self.fields["upload"].widget.attrs["accept"] = ",".join(
            sorted({end for ends in ENDINGS.values() for end in ends})
        )
