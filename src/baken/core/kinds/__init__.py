"""The few types that the rooms of the core share: places, people, verdicts, reasons, texts, encoders."""

from baken.core.kinds.encoding import Encoder
from baken.core.kinds.people import Gender, Person, Residence
from baken.core.kinds.places import LatLon
from baken.core.kinds.texts import Text, Texts, TextState
from baken.core.kinds.verdicts import Judgement, Reason, Verdict

__all__ = [
    "Encoder",
    "Gender",
    "Judgement",
    "LatLon",
    "Person",
    "Reason",
    "Residence",
    "Text",
    "TextState",
    "Texts",
    "Verdict",
]
