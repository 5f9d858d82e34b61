"""`baken remind`: mails to editors about facts that have aged. For a timer, once a day."""

import click
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from baken.accounts import mails
from baken.accounts.limits import forget_ended
from baken.cli.ready import ready
from baken.directory import reminding, suggesting
from baken.plans.facts_named import fact_name


class NoSiteAddress(ValueError):
    """Mails cannot link anywhere."""


@click.command()
@click.option("--dry-run", is_flag=True, help="Only say who would get a mail.")
def remind(dry_run: bool) -> None:
    """Mails editors what has to be confirmed: at most one mail a person a week."""
    ready()
    if not settings.BAKEN_SITE_URL:
        raise NoSiteAddress("set BAKEN_SITE_URL to the address of the site: the mails link to it")
    today, sent, failed = timezone.localdate(), 0, 0
    due = reminding.due_reminders(today=today)
    for reminder in due:
        if dry_run:
            click.echo(f"{reminder.email}: {sum(len(house.services) for house in reminder.organisations)} services")
        elif reminding.claim(reminder, today=today):
            sent, failed = (sent + 1, failed) if _sent(reminder) else (sent, failed + 1)
    if not dry_run:
        suggesting.forget_old_words(today=today)
        forget_ended()
    click.echo(f"{len(due)} due, {sent} sent, {failed} failed")
    if failed:
        raise SystemExit(1)


def _sent(reminder: reminding.Reminder) -> bool:
    stop = _address(reminder.language, "stop-reminders", reminder.stop_token)
    try:
        mails.send(
            "reminder",
            to=reminder.email,
            language=reminder.language,
            context={
                "houses": _houses(reminder),
                "more": reminder.more,
                "confirm": _address(reminder.language, "confirm-all", reminder.confirm_token),
                "stop": stop,
            },
            headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
        )
    except mails.MailNotSent:
        reminding.unclaim(reminder)
        return False
    return True


def _houses(reminder: reminding.Reminder) -> list[dict[str, object]]:
    with override(reminder.language):
        return [
            {
                "name": house.name,
                "lines": [f"{each.name.text}: {', '.join(map(fact_name, each.kinds))}" for each in house.services],
            }
            for house in reminder.organisations
        ]


def _address(language: str, name: str, token: str) -> str:
    with override(language):
        return settings.BAKEN_SITE_URL.rstrip("/") + reverse(name, args=[token])
