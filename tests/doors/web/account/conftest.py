"""People with accounts, and their mail."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import pytest
from django.core import mail
from django.test import Client

from baken.accounts import services as accounts
from baken.directory import inviting
from baken.directory import selectors as directory


@dataclass(frozen=True)
class Mailbox:
    """What the last mail to somebody says."""

    address: str

    @property
    def last(self) -> mail.EmailMessage:
        mine = [message for message in mail.outbox if message.to == [self.address]]
        assert mine, f"no mail to {self.address}"
        return mine[-1]

    @property
    def code(self) -> str:
        found = re.search(r"^(\d{6})$", str(self.last.body), re.MULTILINE)
        assert found, self.last.body
        return found[1]

    def link(self, part: str = "/account/login/link/") -> str:
        found = re.search(rf"^https?://[^/\s]+(/\S*{part}\S+)$", str(self.last.body), re.MULTILINE)
        assert found, self.last.body
        return found[1]


EDITOR = "editor@example.org"


@pytest.fixture
def organisation_id(visitor: Client) -> UUID:
    return next(card.id for card in directory.organisation_cards(("nl",)) if card.name == "Open Huis De Kade")


@pytest.fixture
def editor(organisation_id: UUID) -> int:
    """The account of somebody who edits De Kade."""
    user = accounts.account_for(email=EDITOR, language="nl")
    inviting.add_editor(organisation_id=organisation_id, user_id=user.pk)
    return int(user.pk)


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox(EDITOR)


@pytest.fixture
def new_browser() -> Callable[[], Client]:
    """A new browser, that checks CSRF as people's do."""
    return lambda: Client(enforce_csrf_checks=True)
