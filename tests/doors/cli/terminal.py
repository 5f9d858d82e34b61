"""What a command said, and with which code it ended."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.mail.backends.base import BaseEmailBackend


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


Baken = Callable[..., Said]


class NoMailServer(BaseEmailBackend):
    def send_messages(self, email_messages: Any) -> int:
        raise ConnectionRefusedError
