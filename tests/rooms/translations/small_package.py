"""A small packaged catalogue, of messages that the pages really say."""

from pathlib import Path

import polib

from baken.translations.messages import messages

# The English words of messages that the pages really say, and a Dutch draft of each.
DRAFTED = {
    "Urgent help": "Dringende hulp",
    "You can go today.": "Je kunt vandaag gaan.",
    "Opens %(opens_on)s.": "Gaat open: %(opens_on)s.",
    "Find help": "Zoek hulp",
}
COUNTED = {
    ("%(count)s service", "%(count)s services"): {
        "nl": ["%(count)s dienst", "%(count)s diensten"],
        "ar": ["لا خدمات", "خدمة واحدة", "خدمتان", "%(count)s خدمات", "%(count)s خدمة", "%(count)s خدمة"],
    }
}
HEADERS = {
    "nl": "nplurals=2; plural=(n != 1);",
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;",
}


def write_package(folder: Path, language: str, drafted: dict[str, str]) -> None:
    place = folder / language / "LC_MESSAGES"
    place.mkdir(parents=True, exist_ok=True)
    catalogue = polib.POFile()
    catalogue.header = "Baken. Drafted by machine."
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": HEADERS[language]}
    catalogue.extend(polib.POEntry(msgid=english, msgstr=text) for english, text in drafted.items())
    for (one, many), texts in COUNTED.items():
        forms = dict(enumerate(texts[language]))
        catalogue.append(polib.POEntry(msgid=one, msgid_plural=many, msgstr_plural=forms))
    catalogue.save(str(place / "django.po"))
    catalogue.save_as_mofile(str(place / "django.mo"))


def key(english: str) -> str:
    """Of a message by its English words, which the source still says."""
    return next(message.key for message in messages().values() if message.english == english)
