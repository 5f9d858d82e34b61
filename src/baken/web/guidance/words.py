"""The codes of guidance in words, in the active language."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy

from baken.guidance.interpreting import Question
from baken.plans.phrasing import RESIDENCE_WORDS

KIND: Final[Mapping[str, Any]] = {
    "material": gettext_lazy("To read, watch or listen to"),
    "card": gettext_lazy("Advice for professionals"),
    "entitlement": gettext_lazy("Your rights and the rules"),
    "training": gettext_lazy("Courses for professionals"),
}
FORM: Final[Mapping[str, Any]] = {
    "leaflet": gettext_lazy("leaflet"),
    "poster": gettext_lazy("poster"),
    "film": gettext_lazy("film"),
    "audio": gettext_lazy("sound"),
    "animation": gettext_lazy("animation"),
    "easy-reading": gettext_lazy("easy to read"),
    "website": gettext_lazy("website"),
    "book": gettext_lazy("book"),
}
AUDIENCE: Final[Mapping[str, Any]] = {
    "everyone": gettext_lazy("for everyone"),
    "gp": gettext_lazy("GPs"),
    "practice-nurse": gettext_lazy("practice nurses"),
    "therapist": gettext_lazy("therapists"),
    "manager": gettext_lazy("managers"),
}
GROUP: Final[Mapping[str, Any]] = {
    "children": gettext_lazy("children"),
    "young-people": gettext_lazy("young people"),
    "families": gettext_lazy("families"),
    "older-people": gettext_lazy("older people"),
}
REGION: Final[Mapping[str, Any]] = {
    "flanders": gettext_lazy("Flanders"),
    "wallonia": gettext_lazy("Wallonia"),
    "brussels": gettext_lazy("Brussels"),
    "netherlands": gettext_lazy("the Netherlands"),
}
QUESTION: Final[Mapping[Question, Any]] = {
    Question.SENSITIVE: gettext_lazy("Is it about something private: the body, feelings, violence, papers or money?"),
    Question.COMPLEX: gettext_lazy("Must every word be understood: a decision, a signature, a treatment?"),
    Question.ADULT: gettext_lazy("Is there somebody of 18 years or older who speaks both languages well?"),
    Question.CHOSEN: gettext_lazy("Did the person choose this adult, when you asked them alone?"),
    Question.CONCERNED: gettext_lazy("Is it about this adult too?"),
}
# What coordinators change, in the words of its field.
FIELD: Final[Mapping[str, Any]] = {
    "titles": gettext_lazy("Title"),
    "bodies": gettext_lazy("Text"),
    "asks": gettext_lazy("What to ask"),
    "publisher": gettext_lazy("Who made it"),
    "languages": gettext_lazy("Languages"),
    "more_languages": gettext_lazy("There are more languages than these"),
    "forms": gettext_lazy("Form"),
    "audiences": gettext_lazy("For whom"),
    "groups": gettext_lazy("About whom"),
    "situations": gettext_lazy("For which residence situations?"),
    "regions": gettext_lazy("Region"),
    "needs": gettext_lazy("Needs"),
    "address": gettext_lazy("Web page"),
    "source": gettext_lazy("Known from"),
    "source_date": gettext_lazy("Of when"),
    "in_force": gettext_lazy("Readers see it"),
    "names": gettext_lazy("Name"),
    "number": gettext_lazy("Telephone number"),
    "whatsapp": gettext_lazy("WhatsApp number"),
    "chat_url": gettext_lazy("Write by chat"),
    "always": gettext_lazy("Open day and night"),
    "rules": gettext_lazy("Opening hours"),
}
STEP: Final[Mapping[str, Any]] = {
    "added": gettext_lazy("added"),
    "changed": gettext_lazy("changed"),
    "confirmed": gettext_lazy("confirmed"),
    "restored": gettext_lazy("brought back"),
}
RESIDENCE: Final[Mapping[str, Any]] = {str(kind): gettext_lazy(words) for kind, words in RESIDENCE_WORDS.items()}


def in_words(codes: Iterable[str], words: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(words[code]) for code in codes if code in words)
