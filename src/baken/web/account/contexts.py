"""What the pages of signing in and of one's account show."""

from dataclasses import dataclass

from baken.directory.selectors import MembershipCard


@dataclass(frozen=True, slots=True)
class LinkPage:
    """`problem`: empty, «expired», «used» or «wrong»."""

    email: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class AccountPage:
    email: str
    language: str
    languages: tuple[tuple[str, str], ...]
    roles: tuple[str, ...]
    memberships: tuple[MembershipCard, ...]
