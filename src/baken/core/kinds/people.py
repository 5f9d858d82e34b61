"""Who the question is about: only what changes which doors open; every part may stay unsaid."""

from dataclasses import dataclass
from enum import StrEnum


class Residence(StrEnum):
    """The one vocabulary of residence situations, used everywhere."""

    CITIZEN = "citizen"
    EU_RESIDENT = "eu-resident"
    ASYLUM_SEEKER = "asylum-seeker"
    RECOGNISED_REFUGEE = "recognised-refugee"
    SUBSIDIARY_PROTECTION = "subsidiary-protection"
    TEMPORARY_PROTECTION = "temporary-protection"
    FAMILY_MIGRANT = "family-migrant"
    WORK_OR_STUDENT_PERMIT = "work-or-student-permit"
    NO_PAPERS = "no-papers"
    UNKNOWN = "unknown"


class Gender(StrEnum):
    WOMAN = "woman"
    MAN = "man"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Person:
    """What was said about the person; None and UNKNOWN mean «not said», never «no».

    `languages` are BCP-47 tags, best first. `municipality` is a name as people write it.
    `walk_only`: cannot pay a bus or tram.
    """

    age: int | None = None
    gender: Gender | None = None
    residence: Residence = Residence.UNKNOWN
    municipality: str | None = None
    languages: tuple[str, ...] = ()
    wheelchair: bool | None = None
    with_children: bool | None = None
    insured: bool | None = None
    walk_only: bool | None = None

    def __post_init__(self) -> None:
        if self.age is not None and not 0 <= self.age <= 120:
            raise ValueError(f"age must be 0 to 120, not {self.age}")
