"""Every reason this room can give, with the names of its facts: what a renderer must have sentences for.

Ages and the municipality are facts as said; `gender`, `genders` and `residence` are values of the shared enums,
several joined by commas; `municipalities` are the names of the rule, joined by commas.
"""

from collections.abc import Mapping
from types import MappingProxyType

REASON_CODES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "papers.none-asked": (),
        "papers.asked-welcome": (),  # they ask to see a paper, and who has none is welcome too
        "papers.bring": (),
        "papers.asked": (),
        "papers.needed": (),
        "papers.unknown": (),
        "residence.any": (),
        "residence.welcome": ("residence",),
        "residence.depends": (),  # only for some situations, and the person's is not said
        "residence.not-named": ("residence",),  # not among those named, but no paper is asked either
        "residence.not-welcome": ("residence",),
        "residence.unknown": ("residence",),
        "age.any": (),
        "age.fits": ("age",),
        "age.too-young": ("age", "minimum"),
        "age.too-old": ("age", "maximum"),
        "age.from": ("minimum",),
        "age.to": ("maximum",),
        "age.between": ("minimum", "maximum"),
        "age.unknown": (),
        "gender.everyone": (),
        "gender.women-only": (),
        "gender.men-only": (),
        "gender.only": ("genders",),
        "gender.unknown": (),
        "families.everyone": (),
        "families.only": (),
        "families.unknown": (),
        "municipality.any": (),
        "municipality.fits": ("municipality",),
        "municipality.elsewhere": ("municipality", "municipalities"),
        "municipality.only": ("municipalities",),
        "municipality.unknown": ("municipality",),
        "insurance.not-needed": (),
        "insurance.have": (),
        "insurance.needed": (),
        "insurance.unknown": (),
        "wheelchair.yes": (),
        "wheelchair.no": (),
        "wheelchair.unknown": (),
        "referral.needed": (),
        "planned.ended": ("planned_until",),
    }
)
