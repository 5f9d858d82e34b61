"""The languages of the interface, and what Django does not know of them.

Django ships no information on Tigrinya, Pashto, Somali and Dari: it is added here once, before settings are read.
"""

from typing import Final

from django.conf import locale

LANGUAGES: Final = (
    ("nl", "Nederlands"),
    ("fr", "Français"),
    ("en", "English"),
    ("ar", "العربية"),
    ("tr", "Türkçe"),
    ("fa", "فارسی"),
    ("fa-af", "دری"),
    ("ps", "پښتو"),
    ("ti", "ትግርኛ"),
    ("so", "Soomaali"),
    ("uk", "Українська"),
    ("ru", "Русский"),
    ("es", "Español"),
    ("pl", "Polski"),
    ("pt", "Português"),
)
RIGHT_TO_LEFT: Final = ("ar", "fa", "fa-af", "ps")

# Some messages of the pages are not translated yet in these: they have their pages and are offered nowhere.
UNFINISHED: Final[tuple[str, ...]] = ()
COMPLETE: Final = tuple(code for code, _name in LANGUAGES if code not in UNFINISHED)

_UNKNOWN_TO_DJANGO: Final = {"fa-af": "Dari", "ps": "Pashto", "ti": "Tigrinya", "so": "Somali"}


def teach_django() -> None:
    """Adds the languages that Django's own table lacks."""
    names = dict(LANGUAGES)
    for code, english in _UNKNOWN_TO_DJANGO.items():
        locale.LANG_INFO.setdefault(
            code,
            {"bidi": code in RIGHT_TO_LEFT, "code": code, "name": english, "name_local": names[code]},
        )
