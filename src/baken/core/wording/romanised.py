"""Arabic typed in Latin letters («ana mareed», «3andi 7arara»), turned back into Arabic script as far as we can."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from baken.core.wording.folding import fold, skeleton
from baken.core.wording.scripts import Script, script_of

# Everyday words, Levantine, Egyptian, Maghrebi and standard, in the spellings people type.
_WORDS: Final[Mapping[str, str]] = {
    spelling: arabic
    for arabic, spellings in {
        "أنا": "ana ane anaa", "نحن": "nahnu ne7na nahna e7na hna 7na", "هو": "huwa howa", "هي": "hiya heyye",
        "بدي": "bedi badi beddi baddi bdi biddi", "بدنا": "bedna badna", "أريد": "urid oreed ureed orid arid",
        "بغيت": "bghit bghyt brit", "عايز": "3ayez 3awez ayez awez", "محتاج": "mehtaj me7taj mihtaj mo7taj muhtaj",
        "عندي": "3andi 3indi 3ndi andi 3endi indi endi", "ما عندي": "ma3andi ma3andich m3ndich ma3ndich mandich",
        "ليس عندي": "laysa", "ما": "ma", "في": "fi fee", "ماكو": "mako", "مافي": "mafi mafy", "ماكاينش": "makaynch",
        "بس": "bas bass", "لا": "la laa", "مو": "mo mou", "مش": "mesh mish mch", "كيف": "kif keef kifach",
        "وين": "wein wen wayn wain fein fin feen", "أين": "ayna", "شو": "shu sho chou", "مين": "meen min", "ليش": "leish lesh 3lach",
        "مريض": "mareed marid mrid mreed maridh", "مريضة": "mareeda marida mrida", "تعبان": "ta3ban taaban t3ban",
        "طبيب": "tabib tbib tabeeb", "دكتور": "doktor doctor daktor", "دواء": "dawa dwa dawaa", "مستشفى": "mustashfa mostashfa sbitar",
        "حرارة": "harara 7arara skhana", "وجع": "waja3 wja3 waja", "يوجعني": "byuja3ni yuja3ni kaywja3ni byoja3ni",
        "راسي": "rasi raasi", "بطني": "batni b6ni", "أسنان": "asnan snan", "ضرسي": "dirsi dersi darsi", "حامل": "hamel 7amel 7amil hamil",
        "شغل": "shoghol sheghel shughl shighl shogl choghl chghol", "عمل": "3amal amal", "خدمة": "khedma khidma khdma 5edma",
        "أشتغل": "ashtaghel ishteghel eshteghel ashtghel", "بيت": "beit bayt bet bait", "دار": "dar", "غرفة": "ghurfa ghorfa 8orfa",
        "إيجار": "ajar ijar eejar ejar ijaar", "أجار": "lal2ajar", "كراء": "kra lkra kraya", "سكن": "sakan skan", "أنام": "anam nam nnam",
        "نوم": "noum nom", "ما بنام": "manam", "فلوس": "flous flus floos fluss", "مصاري": "masari masare masary", "مال": "mal",
        "دين": "dein deyn", "ديون": "dyoun diyoun duyun", "أكل": "akl 2akl akel", "جوعان": "jo3an jou3an jaw3an ju3an", "خبز": "khobz khubz",
        "مدرسة": "madrasa madrase madrassa", "أولادي": "awladi wlady wladi ouladi", "ابني": "ebni ibni", "ابنتي": "ibnati", "بنتي": "binti benti",
        "زوجي": "zawji jawzi", "زوجتي": "zawjati", "راجلي": "rajli", "مراتي": "marati mrati", "أمي": "ummi immi omi mama", "عائلتي": "3a2ilti 3ayilti",
        "محامي": "mohami mo7ami muhami avoka", "أوراق": "awraq wra9 wraq ora2", "إقامة": "i9ama iqama ikama", "لجوء": "lujoo2 lojou lju2 lujou",
        "لغة": "lugha logha lo8a", "هولندي": "hollandi holandi", "فرنسي": "fransi faransi", "أتعلم": "at3allam n3allem nt3alem et3allem",
        "مساعدة": "musa3ada mosa3ada mousa3ada", "ساعدوني": "sa3duni sa3douni sa3idouni 3awnouni", "وحيد": "wahid wa7id", "لوحدي": "lahali lawahdi la7ali lwa7di bo7di bou7di",
        "خائف": "kha2ef khayef 5ayef", "حزين": "hazin 7azin", "تعبت": "t3ebt ta3ebt", "أبكي": "abki bebki", "يضربني": "yadrebni byidrobni kaydrebni",
        "رسالة": "risala risale", "ورقة": "war9a warqa wara2a", "كهرباء": "kahraba kahraba2 do", "ماء": "may mayy", "برد": "bard berd",
        "هاتف": "hatef", "موبايل": "mobail mobayl", "انترنت": "internet net", "مسجد": "masjid", "جامع": "jame3 jami3", "مخدرات": "mukhaddarat",
        "طلاق": "talaq tala9 6alaq", "طفل": "tifl tefl", "رضيع": "radi3", "حضانة": "hadana 7adana", "شرطة": "shurta shorta", "بوليس": "bolis boulis",
        "ملابس": "malabes", "ثياب": "tyab thiyab", "سيارة": "siyara sayara", "رخصة": "rokhsa rukhsa", "سواقة": "swa2a siyaqa", "جواز": "jawaz", "بطاقة": "bita9a bitaqa",
        "من": "men", "على": "3ala 3la", "مع": "ma3", "كل": "kol kul kil", "يوم": "yom yawm youm", "ليل": "leil layl", "بالليل": "bellel billeil bleil", "كثير": "kteer ktir kathir bzaf",
        "لازم": "lazem lazim", "ممكن": "momken mumkin", "هون": "hon hoon hna", "هنا": "huna", "حدا": "hada 7ada", "أعرف": "a3ref a3raf 3aref", "جديد": "jdid jadid",
    }.items()
    for spelling in spellings.split()
}  # fmt: skip
_SURE: Final = frozenset(
    "ana ane bedi badi beddi baddi urid oreed bghit 3andi 3indi 3ndi andi mareed marid mrid wein wayn shu mafi masari flous"
    " kif mesh mish ma3andi lazem kteer bzaf awladi ktir khedma sheghel harara tabib".split()
)
_ROMAN_WORD: Final = re.compile(r"[a-z0-9']+")
_CHAT_WORD: Final = re.compile(r"(?=[a-z0-9']*[a-z])[a-z']*[235789][a-z235789']*")
_LETTERS: Final = (
    ("sh", "ش"), ("ch", "ش"), ("kh", "خ"), ("gh", "غ"), ("th", "ث"), ("dh", "ذ"), ("ou", "و"), ("oo", "و"), ("ee", "ي"), ("aa", "ا"),
    ("2", "ء"), ("3", "ع"), ("5", "خ"), ("6", "ط"), ("7", "ح"), ("8", "غ"), ("9", "ق"),
    ("b", "ب"), ("p", "ب"), ("t", "ت"), ("j", "ج"), ("g", "ج"), ("h", "ه"), ("d", "د"), ("r", "ر"), ("z", "ز"), ("s", "س"),
    ("f", "ف"), ("v", "ف"), ("q", "ق"), ("k", "ك"), ("c", "ك"), ("l", "ل"), ("m", "م"), ("n", "ن"), ("w", "و"), ("y", "ي"),
    ("x", "كس"), ("i", "ي"), ("o", "و"), ("u", "و"), ("a", ""), ("e", ""), ("'", ""),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words that stand in our Arabic phrasings, by the skeleton of their consonants: how an unknown word is read."""

    by_skeleton: Mapping[str, str]

    @classmethod
    def from_texts(cls, texts: list[str]) -> "Lexicon":
        """The commonest word of each skeleton of at least three consonants; words in Arabic script only."""
        counted: dict[str, dict[str, int]] = {}
        for text in texts:
            for word in text.split():
                bare = fold(word.strip("؟!.،,"))
                if script_of(bare) is Script.ARABIC and len(skeleton(bare)) >= 3:
                    times = counted.setdefault(skeleton(bare), {})
                    times[bare] = times.get(bare, 0) + 1
        return cls({bones: max(times, key=lambda word: times[word]) for bones, times in counted.items()})


def looks_romanised_arabic(text: str, *, expected: bool = False) -> bool:
    """Arabic in Latin letters? Two known words, or one and a chat digit inside a word; `expected` (the page is in
    Arabic) asks for one of the three."""
    if script_of(text) is not Script.LATIN:
        return False
    words = _ROMAN_WORD.findall(fold(text))
    known = sum(word in _WORDS for word in words)
    sure = sum(word in _SURE for word in words)
    chat = sum(
        bool(_CHAT_WORD.fullmatch(word)) and not word[0].isdigit() or word[:2] in {"3a", "3i", "3n", "7a", "3e"}
        for word in words
    )
    if expected:
        return known + chat >= 1
    return (sure >= 1 and known >= max(2, len(words) / 2)) or (chat >= 1 and known >= 1) or chat >= 2


def to_arabic(text: str, lexicon: Lexicon) -> str:
    """Word by word: the list of everyday words, else a word of our phrasings with the same consonants, else letters."""
    return " ".join(_word_to_arabic(word, lexicon) for word in _ROMAN_WORD.findall(fold(text)))


def _word_to_arabic(word: str, lexicon: Lexicon) -> str:
    for article in ("", "el", "al", "l"):
        bare = word.removeprefix(article)
        if bare in _WORDS:
            return f"ال{_WORDS[bare]}" if article else _WORDS[bare]
    found = lexicon.by_skeleton.get(skeleton(word))
    return found or _letter_by_letter(word)


def _letter_by_letter(word: str) -> str:
    for latin, arabic in _LETTERS:
        word = word.replace(latin, arabic)
    return word
