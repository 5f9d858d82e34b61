"""A mail in the language of the person who gets it. Templates are `mail/<name>_subject.txt` and `mail/<name>.txt`."""

import logging
from collections.abc import Mapping
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import override


class MailNotSent(RuntimeError):
    """The mail server does not answer or does not take it; nothing was sent."""


def send(
    name: str, *, to: str, language: str, context: Mapping[str, object], headers: Mapping[str, str] | None = None
) -> None:
    """Sends one mail to one person. Raises MailNotSent."""
    with override(language):
        subject = " ".join(render_to_string(f"mail/{name}_subject.txt", dict(context)).split())
        body = render_to_string(f"mail/{name}.txt", dict(context)).strip() + "\n"
    try:
        EmailMessage(subject, body, to=[to], headers=dict(headers or {})).send()
    except (OSError, SMTPException) as problem:
        logging.getLogger(__name__).error("A mail could not be sent: %s", type(problem).__name__)
        raise MailNotSent("the mail server does not answer; see BAKEN_MAIL_URL") from problem
