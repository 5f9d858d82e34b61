"""What a person does on the pages of signing in."""

from typing import Any

from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client

LOGIN = "/en/account/login/"


def pressed(client: Client, address: str, **fields: object) -> Any:
    """The form of a page, with the token that this browser was given there, or on the page of signing in."""
    client.get(address)
    if "csrftoken" not in client.cookies:
        client.get(LOGIN)
    token = client.cookies["csrftoken"].value if "csrftoken" in client.cookies else ""
    return client.post(address, {"csrfmiddlewaretoken": token, **fields})


def asked(client: Client, email: str, **fields: object) -> Any:
    return pressed(client, LOGIN, login=email, **fields)


def is_signed_in(client: Client) -> bool:
    return client.get("/en/account/").status_code == 200


class NoServer(BaseEmailBackend):
    def send_messages(self, email_messages: Any) -> int:
        raise ConnectionRefusedError
