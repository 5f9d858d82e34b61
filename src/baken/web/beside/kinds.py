"""How somebody sits beside somebody."""

from dataclasses import dataclass
from typing import Final

# Whose the screen is: of both, of the person alone, or of the person across the table.
BOTH, ALONE, TURNED = "both", "alone", "turned"
TURNS: Final = (BOTH, ALONE, TURNED)


@dataclass(frozen=True, slots=True)
class Beside:
    """`reader`: the person's language, which is the page's; `language`: the companion's."""

    reader: str
    language: str
    turn: str = BOTH

    @property
    def two(self) -> bool:
        return self.turn == BOTH and self.language != self.reader

    @property
    def turned(self) -> bool:
        return self.turn == TURNED
