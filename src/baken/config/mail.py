"""Where mail goes: one address says it, as DATABASE_URL does for the database."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit


class MailAddressProblem(ValueError):
    """BAKEN_MAIL_URL cannot be used; the message says what it may be."""


@dataclass(frozen=True, slots=True)
class Mail:
    """Django's settings of one transport. `folder`: where mails are kept as files instead of being sent."""

    backend: str
    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False
    folder: Path | None = None


_SMTP = "django.core.mail.backends.smtp.EmailBackend"
_FILES = "django.core.mail.backends.filebased.EmailBackend"
_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


def mail_from(url: str, *, home: Path) -> Mail:
    """`smtp://`, `smtp+starttls://` or `smtps://user:password@host:port`; empty: files in BAKEN_HOME/mail, so that
    nothing is lost before a server is named. Raises MailAddressProblem."""
    if not url:
        folder = home / "mail"
        folder.mkdir(mode=0o700, exist_ok=True)  # the mails hold links that sign people in
        return Mail(_FILES, folder=folder)
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError as problem:
        raise MailAddressProblem("BAKEN_MAIL_URL: the port is no number") from problem
    if parts.scheme not in _PORTS or not parts.hostname:
        raise MailAddressProblem("BAKEN_MAIL_URL: write smtp://, smtp+starttls:// or smtps://user:password@host:port")
    return Mail(
        _SMTP,
        host=parts.hostname,
        port=port or _PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=parts.scheme == "smtp+starttls",
        tls=parts.scheme == "smtps",
    )
