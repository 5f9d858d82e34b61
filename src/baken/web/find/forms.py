"""A question as the pages post it. Every field may stay empty; every mistake says what to write instead."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from baken.core.kinds import Gender, LatLon, Person, Residence
from baken.core.planning import SEEDS
from baken.needs import selectors as needs_room
from baken.plans import formats
from baken.plans.kinds import Question
from baken.plans.sharing import new_seed
from baken.web.beside.kinds import BOTH, TURNS, Beside
from baken.web.find.choices import area_choices, centre_of, municipality_of, residence_choices, spoken_choices
from baken.web.find.starting import Start, starts_named

MAX_WORDS: Final = 1000
FIRST_DOORS, MORE_DOORS = 10, 30
FURTHEST_DAYS: Final = 60

YES, NO = "yes", "no"
NOW, OPENING, LATER = "now", "opening", "later"
_YES_NO: Final = ((YES, gettext_lazy("Yes")), (NO, gettext_lazy("No")), ("", gettext_lazy("I would rather not say")))
_GENDERS: Final = (
    (Gender.WOMAN.value, gettext_lazy("A woman")),
    (Gender.MAN.value, gettext_lazy("A man")),
    (Gender.OTHER.value, gettext_lazy("Neither")),
    ("", gettext_lazy("I would rather not say")),
)
_TIMES: Final = (
    (NOW, gettext_lazy("Now")),
    (OPENING, gettext_lazy("Be there when it opens")),
    (LATER, gettext_lazy("Another day or time")),
)
_TURNS: Final = tuple((turn, turn) for turn in TURNS)
_CHOOSE: Final = {
    "invalid_choice": gettext_lazy("«%(value)s» is not one of the choices. Choose one from the page, or none."),
}

# Django's own words for these are in more languages than our pages: a page would speak two.
_NOT_TEXT: Final = {
    "null_characters_not_allowed": gettext_lazy("There is a sign in it that is no letter. Write it again.")
}
_NOT_ON_EARTH: Final = gettext_lazy("That is not a place on earth. Choose a neighbourhood instead.")
_AGE: Final = gettext_lazy("Write your age in years, from 0 to 120.")

ABOUT_WHOM: Final = (
    "spoken", "area", "start", "start_at", "town", "residence", "age", "gender", "children", "wheelchair", "walk_only",
    "insured", "when", "day", "hour",
)  # fmt: skip


# What people type themselves: kept as typed, also when it is wrong.
TYPED: Final = frozenset({"words", "start", "town", "age", "day", "hour"})


class IdsField(forms.Field):
    """Ids of services, as many as were ticked."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> tuple[UUID, ...]:
        try:
            return tuple(dict.fromkeys(UUID(part) for part in value or ()))
        except ValueError as error:
            raise forms.ValidationError(_("One of the chosen doors is not known here. Choose again.")) from error


class QuestionForm(forms.Form):
    """Own words or needs, and for whom. `question()` after `is_valid()`."""

    words = forms.CharField(
        required=False,
        label=gettext_lazy("What is going on? Say it in your own words."),
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "dir": "auto"}),
        # a validator and not `max_length`: the browser would cut the text off without a word
        validators=[
            MaxLengthValidator(
                MAX_WORDS,
                gettext_lazy(
                    "Your text has %(show_value)s characters and we can read %(limit_value)s at once. "
                    "It is still below: keep the most important sentences."
                ),
            )
        ],
        error_messages=_NOT_TEXT,
    )
    need = forms.MultipleChoiceField(required=False, error_messages=_CHOOSE)
    without = forms.MultipleChoiceField(required=False, error_messages=_CHOOSE)
    add = forms.MultipleChoiceField(required=False, error_messages=_CHOOSE)
    drop = forms.MultipleChoiceField(required=False, error_messages=_CHOOSE)
    spoken = forms.MultipleChoiceField(
        required=False,
        label=gettext_lazy("Which languages do you speak?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages=_CHOOSE,
    )
    area = forms.ChoiceField(
        required=False,
        label=gettext_lazy("In which neighbourhood are you?"),
        help_text=gettext_lazy("Then we know what is near."),
        error_messages=_CHOOSE,
    )
    start = forms.CharField(
        required=False,
        max_length=80,
        label=gettext_lazy("Or write a neighbourhood or a stop"),
        help_text=gettext_lazy("For instance the stop near your home. We need no address."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
        error_messages={
            **_NOT_TEXT,
            "max_length": gettext_lazy("Write only the name of the neighbourhood or the stop."),
        },
    )
    start_at = forms.CharField(
        required=False,
        max_length=40,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("max_length", "null_characters_not_allowed"), _NOT_ON_EARTH),
    )
    town = forms.CharField(
        required=False,
        max_length=80,
        label=gettext_lazy("In which town do you live?"),
        help_text=gettext_lazy("Some doors are only for people of one town."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
        error_messages={**_NOT_TEXT, "max_length": gettext_lazy("Write only the name of the town.")},
    )
    near = forms.CharField(
        required=False,
        max_length=40,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("max_length", "null_characters_not_allowed"), _NOT_ON_EARTH),
    )
    residence = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Which papers do you have?"),
        help_text=gettext_lazy("We keep nothing and tell nobody. It only changes which doors we show."),
        widget=forms.RadioSelect,
        error_messages=_CHOOSE,
    )
    age = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=120,
        label=gettext_lazy("How old are you?"),
        error_messages={
            "invalid": gettext_lazy("Write your age as a number, for instance 34."),
            "min_value": _AGE,
            "max_value": _AGE,
        },
    )
    gender = forms.ChoiceField(
        required=False,
        choices=_GENDERS,
        label=gettext_lazy("Are you…"),
        help_text=gettext_lazy("Some places are only for women, or only for men."),
        widget=forms.RadioSelect,
        error_messages=_CHOOSE,
    )
    children = forms.BooleanField(required=False, label=gettext_lazy("I come with children"))
    wheelchair = forms.BooleanField(required=False, label=gettext_lazy("I use a wheelchair"))
    walk_only = forms.BooleanField(required=False, label=gettext_lazy("I cannot pay the bus or tram"))
    insured = forms.ChoiceField(
        required=False,
        choices=_YES_NO,
        label=gettext_lazy("Do you have health insurance?"),
        widget=forms.RadioSelect,
        error_messages=_CHOOSE,
    )
    when = forms.ChoiceField(
        required=False,
        choices=_TIMES,
        label=gettext_lazy("When do you want to go?"),
        widget=forms.RadioSelect,
        error_messages=_CHOOSE,
    )
    day = forms.DateField(
        required=False,
        label=gettext_lazy("Which day?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"],
        error_messages={"invalid": gettext_lazy("Write the day as day/month/year, for instance 24/11/2026.")},
    )
    hour = forms.TimeField(
        required=False,
        label=gettext_lazy("What time?"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": gettext_lazy("Write the time as hours and minutes, for instance 14:30.")},
    )
    seed = forms.IntegerField(required=False, min_value=0, max_value=SEEDS - 1, widget=forms.HiddenInput)
    chosen = IdsField(required=False)
    more = forms.BooleanField(required=False)
    closed = forms.BooleanField(required=False)
    pictures = forms.BooleanField(required=False, widget=forms.HiddenInput)
    companion = forms.ChoiceField(required=False, choices=settings.LANGUAGES, error_messages=_CHOOSE)
    turned = forms.ChoiceField(required=False, choices=_TURNS, error_messages=_CHOOSE)
    turn = forms.ChoiceField(required=False, choices=_TURNS, error_messages=_CHOOSE)

    use_required_attribute = False

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(_with_seed(data), **options)
        self.start_choices: tuple[Start, ...] = ()
        codes = [(code, code) for code in needs_room.need_labels("en")]
        for name in ("need", "without", "add", "drop"):
            self._choices(name, codes)
        self._choices("spoken", spoken_choices())
        self._choices("area", area_choices())
        self._choices("residence", residence_choices())

    def _choices(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean_near(self) -> LatLon | None:
        """`51.21,4.42`: where the device is, if the person shared it."""
        return _place(self.cleaned_data["near"])

    def clean_start_at(self) -> LatLon | None:
        """The one of several starts that was chosen."""
        return _place(self.cleaned_data["start_at"])

    def _check_start(self, cleaned: dict[str, Any]) -> None:
        """A name that means one place, or several of which one was chosen; it need not be named when it is known."""
        written, chosen = cleaned.get("start", "").strip(), cleaned.get("start_at")
        cleaned["started"] = None
        if not written or "start_at" in self.errors:
            return
        try:
            found = starts_named(written)
        except ValueError:
            found = ()
        self.start_choices = found if len(found) > 1 else ()
        chosen = next((start.at for start in found if chosen and start.value == Start("", "", chosen).value), None)
        cleaned["started"] = found[0].at if len(found) == 1 else chosen
        if cleaned["started"] is None and not cleaned.get("near"):
            self.add_error("start", _several_or_none(found))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        added, dropped = set(cleaned.get("add", ())), set(cleaned.get("drop", ()))
        cleaned["need"] = [code for code in _once(cleaned, "need", "add") if code not in dropped]
        cleaned["without"] = [code for code in _once(cleaned, "without", "drop") if code not in added]
        cleaned["add"] = cleaned["drop"] = []
        self._check_start(cleaned)
        if cleaned.get("when") == LATER and "day" not in self.errors and "hour" not in self.errors:
            self._check_moment(cleaned)
        return cleaned

    def _check_moment(self, cleaned: dict[str, Any]) -> None:
        today = timezone.localdate()
        day = cleaned.get("day")
        if day is None and cleaned.get("hour") is None:
            self.add_error("day", _("Choose a day or a time, or choose «now»."))
        elif day is not None and not today <= day <= today + timedelta(days=FURTHEST_DAYS):
            self.add_error("day", _("Choose a day from today to %(days)s days ahead.") % {"days": FURTHEST_DAYS})
        elif (moment := self._moment()) < timezone.localtime() - timedelta(minutes=1):
            self.add_error("hour", _("%(time)s is already past today.") % {"time": formats.clock(moment)})

    def _moment(self) -> datetime:
        """When the person wants to go: aware, local."""
        now = timezone.localtime()
        if self.cleaned_data.get("when") != LATER:
            return now
        day = self.cleaned_data.get("day") or now.date()
        hour = self.cleaned_data.get("hour") or (time(10, 0) if day > now.date() else now.time())
        return timezone.make_aware(datetime.combine(day, hour))

    def question(self, language: str) -> Question:
        data = self.cleaned_data
        moment = self._moment()
        return Question(
            when=moment,
            words=data["words"],
            language=language,
            needs=tuple(data["need"]),
            without=tuple(data["without"]),
            place=data["near"] or data["started"] or centre_of(data["area"]),
            person=self._person(),
            limit=MORE_DOORS if data["more"] or data["closed"] else FIRST_DOORS,
            include_no=data["closed"],
            another_day=moment.date() != timezone.localdate(),
            at_opening=data["when"] == OPENING,
            seed=data["seed"],
        )

    def _person(self) -> Person:
        data = self.cleaned_data
        return Person(
            age=data["age"],
            gender=Gender(data["gender"]) if data["gender"] else None,
            residence=Residence(data["residence"]) if data["residence"] else Residence.UNKNOWN,
            municipality=data["town"] or municipality_of(data["area"]),
            languages=tuple(data["spoken"]),
            wheelchair=data["wheelchair"] or None,
            walk_only=data["walk_only"] or None,
            with_children=data["children"] or None,
            insured={YES: True, NO: False}.get(data["insured"]),
        )

    def beside(self) -> Beside | None:
        """Who sits beside the person, also while another field is wrong; None: nobody said so."""
        companion, turn = (self._only(name) for name in ("companion", "turned"))
        if companion not in dict(settings.LANGUAGES):
            return None
        return Beside(get_language() or settings.LANGUAGE_CODE, companion, turn if turn in TURNS else BOTH)

    def _only(self, name: str) -> str:
        return next(iter(self._values(name)), "")

    @property
    def unseen_errors(self) -> list[str]:
        """Mistakes in fields that no page shows: an old or a changed form."""
        shown = {"words", *ABOUT_WHOM}
        return [str(message) for name, messages in self.errors.items() if name not in shown for message in messages]

    def asks_nothing(self) -> bool:
        return not (self.cleaned_data["words"].strip() or self.cleaned_data["need"])

    def pairs(self, *, without: Iterable[str] = ()) -> tuple[tuple[str, str], ...]:
        """What was posted, as names and values for hidden fields; a button's own press is not repeated."""
        left_out = {*without, "add", "drop", "turn"}
        posted: list[tuple[str, str]] = []
        for name in self.fields:
            if name not in left_out:
                posted += [(name, value) for value in self._values(name) if value]
        return tuple(posted)

    def _values(self, name: str) -> Sequence[str]:
        """After cleaning, needs are those that hold now; a choice that does not exist is not repeated."""
        if name in self.errors and name not in TYPED:
            return []
        if name in ("need", "without") and name in getattr(self, "cleaned_data", {}):
            return list(self.cleaned_data[name])
        if name == "turned" and (turn := _listed(self.data, "turn")) and "turn" not in self.errors:
            return turn
        return _listed(self.data, name)


def _with_seed(data: Any) -> Any:
    """A question gets its seed when it is first written down; then every page of it carries the same."""
    posted = str((data or {}).get("seed", ""))
    if posted.isascii() and posted.isdigit() and len(posted) <= 10 and int(posted) < SEEDS:
        return data
    seeded = data.copy() if data else {}
    seeded["seed"] = str(new_seed())
    return seeded


def _place(written: str) -> LatLon | None:
    if not written:
        return None
    try:
        lat, lon = (float(part) for part in written.split(","))
        return LatLon(lat, lon)
    except ValueError as error:
        raise forms.ValidationError(_NOT_ON_EARTH) from error


def _several_or_none(found: Sequence[Start]) -> str:
    if found:
        return _("There are several. Which one do you mean?")
    return _(
        "We know no neighbourhood and no stop of that name. Choose a neighbourhood from the list, or leave it empty."
    )


def _once(cleaned: dict[str, Any], *names: str) -> list[str]:
    return list(dict.fromkeys(code for name in names for code in cleaned.get(name, ())))


def _listed(data: Any, name: str) -> list[str]:
    if isinstance(data, MultiValueDict):
        return [str(value) for value in data.getlist(name)]
    value = data.get(name, [])
    return [str(part) for part in value] if isinstance(value, list | tuple) else [str(value)]
