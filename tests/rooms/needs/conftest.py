"""A taxonomy of three needs, an encoder without a model, and a home of its own for every test."""

from collections.abc import Callable, Sequence
from pathlib import Path
from shutil import copytree
from uuid import UUID, uuid5

import pytest
import yaml
from pytest_django import Settings

from baken.core.kinds import LatLon
from baken.needs import services
from baken.needs.selectors import Document
from baken.needs.taxonomy_files import EXPLAINED_IN, taxonomy_languages

NAMESPACE = UUID("00000000-0000-0000-0000-00000000ba4e")

_PHRASES = {
    "money.debts": {
        "nl": ["Ik heb schulden", "Ik kan mijn lening niet betalen", "De aanmaningen stapelen zich op"],
        "fr": ["J'ai des dettes", "Je ne peux pas rembourser mon crédit", "Les rappels s'accumulent"],
        "en": ["I have debts", "I cannot repay my loan", "Reminder letters pile up"],
        "ar": ["عندي ديون", "لا أستطيع سداد القرض", "تتراكم رسائل التذكير"],
    },
    "money.food": {
        "nl": ["Ik heb honger", "Er is geen geld voor eten", "Waar krijg ik een voedselpakket"],
        "fr": ["J'ai faim", "Pas d'argent pour manger", "Où trouver un colis alimentaire"],
        "en": ["I am hungry", "There is no money for food", "Where do I get a food parcel"],
        "ar": ["أنا جائع", "لا مال للطعام", "أين أجد سلة غذائية"],
    },
    "talking.sleep": {
        "nl": ["Ik slaap niet meer", "Ik lig elke nacht wakker", "Ik heb nachtmerries"],
        "fr": ["Je ne dors plus", "Je reste éveillé la nuit", "Je fais des cauchemars"],
        "en": ["I cannot sleep", "I lie awake every night", "I have nightmares"],
        "ar": ["لا أستطيع النوم", "أبقى مستيقظا كل ليلة", "عندي كوابيس"],
    },
}


def need_entry(code: str, causes: Sequence[str] = ()) -> dict[str, object]:
    spoken = _PHRASES[code]
    return {
        "code": code,
        "label": {tag: f"{code} {tag}" for tag in taxonomy_languages()},
        "explanation": {tag: f"about {code} {tag}" for tag in EXPLAINED_IN},
        "pictogram": "wallet",
        "causes": list(causes),
        "sensitive": False,
        "data_inclusion": [],
        "open_eligibility": [],
        "phrasings": {
            tag: [*texts, *(f"{text} …" for text in texts)]
            if (texts := spoken.get(tag))
            else [f"{code} {tag} {n}" for n in "abc"]
            for tag in taxonomy_languages()
        },
    }


def domain_entry(code: str, needs: list[dict[str, object]]) -> dict[str, object]:
    return {
        "domain": code,
        "translations": "machine-drafted",
        "label": {tag: f"{code} {tag}" for tag in taxonomy_languages()},
        "pictogram": "wallet",
        "needs": needs,
    }


@pytest.fixture
def taxonomy(tmp_path: Path) -> Path:
    folder = tmp_path / "taxonomy"
    folder.mkdir()
    money = domain_entry("money", [need_entry("money.debts", ["talking.sleep"]), need_entry("money.food")])
    talking = domain_entry("talking", [need_entry("talking.sleep")])
    for name, entry in (("money", money), ("talking", talking)):
        (folder / f"{name}.yaml").write_text(yaml.safe_dump(entry, allow_unicode=True), encoding="utf-8")
    return folder


@pytest.fixture
def home(tmp_path: Path, settings: Settings) -> Path:
    settings.BAKEN_HOME = tmp_path / "home"
    settings.BAKEN_ENCODERS = ("hash",)
    return tmp_path / "home"


def service(
    name: str, title: str, text: str, *codes: str, language: str = "nl", place: LatLon | None = None
) -> Document:
    return Document(uuid5(NAMESPACE, name), language, title, text, codes, place)


DEBT_DESK = service(
    "debts", "Schuldhulp", "Wij lezen brieven van schuldeisers en maken een afbetaalplan.", "money.debts"
)
FOOD_SHOP = service("food", "Kruidenier", "Goedkoop eten en voedselpakketten.", "money.food")
LISTENING = service("sleep", "Luisterend oor", "Praten over slecht slapen en piekeren.", "talking.sleep")

Indexed = Callable[..., None]


@pytest.fixture(scope="session")
def read_before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the first test that indexes the taxonomy leaves its index: the needs are the same for all of them."""
    return tmp_path_factory.mktemp("needs") / "index"


@pytest.fixture
def indexed(db: None, home: Path, taxonomy: Path, read_before: Path) -> Indexed:
    """Call it with services: the taxonomy and they are indexed."""

    def build(*documents: Document) -> None:
        services.load_taxonomy(folder=taxonomy)
        if read_before.exists() and not (home / "index").exists():
            copytree(read_before, home / "index")
        services.rebuild_index(documents=documents)
        if not read_before.exists():
            copytree(home / "index", read_before)

    return build
