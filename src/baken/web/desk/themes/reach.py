"""How to come to a service and how to reach it; addresses on the web."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baken.core.planning.kinds import AccessMode
from baken.web.desk.fields import line_field
from baken.web.desk.themes.base import ThemeForm, some_of

LONGEST_ADDRESS: Final = 2000
_is_web_address = URLValidator(schemes=["http", "https"])
_is_mail_address = EmailValidator()


class ComeForm(ThemeForm):
    said = ("access",)
    access = some_of(
        gettext_lazy("How can people come or reach you?"),
        (
            (AccessMode.WALK_IN.value, gettext_lazy("Walk in")),
            (AccessMode.APPOINTMENT.value, gettext_lazy("By appointment")),
            (AccessMode.PHONE.value, gettext_lazy("By phone")),
            (AccessMode.MESSAGE.value, gettext_lazy("By WhatsApp or text message")),
            (AccessMode.ONLINE.value, gettext_lazy("Online")),
            (AccessMode.HOME_VISIT.value, gettext_lazy("We come to their home")),
            (AccessMode.OUTREACH.value, gettext_lazy("We come to people outside")),
        ),
        help_text=gettext_lazy("Tick all that are true. Nothing ticked means: not known."),
    )

    def shown(self, known: Mapping[str, Any]) -> dict[str, Any]:
        return {"access": [str(mode) for mode in known.get("access", ())]}


class AddressesForm(ThemeForm):
    """Of a service or of an organisation."""

    said = ("url", "email")
    url = line_field(gettext_lazy("Web page"), LONGEST_ADDRESS, help_text=gettext_lazy("It begins with https://"))
    email = line_field(gettext_lazy("E-mail address"), 255)

    def clean_url(self) -> str:
        written: str = self.cleaned_data["url"].strip()
        return _checked(written, _is_web_address, _("Write the whole address, for instance https://example.org/page."))

    def clean_email(self) -> str:
        written: str = self.cleaned_data["email"].strip()
        return _checked(written, _is_mail_address, _("Write an address like name@example.org, or leave it empty."))


def _checked(written: str, check: Any, wrong: str) -> str:
    try:
        if written:
            check(written)
    except ValidationError as problem:
        raise forms.ValidationError(wrong) from problem
    return written
