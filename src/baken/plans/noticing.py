"""What is different for a while, as one sentence: on which day, from when to when, or without a known end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from baken.core.hours.opening import ChangeKind
from baken.directory.selectors import Notice
from baken.plans import formats


@dataclass(frozen=True, slots=True)
class _NoticeWords:
    """`one_day` has `from`, with the hours where it is not the whole of it; `running` has begun and has `until`, its
    last day; `coming` has both; `endless`: nobody said until when."""

    one_day: str
    running: str
    coming: str
    endless: str


_NOTICES: Final[Mapping[ChangeKind, _NoticeWords]] = {
    ChangeKind.CLOSED: _NoticeWords(
        gettext_noop("Closed on %(from)s"),
        gettext_noop("Closed until %(until)s"),
        gettext_noop("Closed from %(from)s to %(until)s"),
        gettext_noop("Closed from %(from)s until further notice"),
    ),
    ChangeKind.HOURS: _NoticeWords(
        gettext_noop("Other hours on %(from)s: %(hours)s"),
        gettext_noop("Other hours until %(until)s: %(hours)s"),
        gettext_noop("Other hours from %(from)s to %(until)s: %(hours)s"),
        gettext_noop("Other hours from %(from)s: %(hours)s"),
    ),
    ChangeKind.REMOTE_ONLY: _NoticeWords(
        gettext_noop("Only by phone or online on %(from)s"),
        gettext_noop("Only by phone or online until %(until)s"),
        gettext_noop("Only by phone or online from %(from)s to %(until)s"),
        gettext_noop("Only by phone or online from %(from)s"),
    ),
    ChangeKind.NOTICE: _NoticeWords(
        gettext_noop("Good to know, on %(from)s"),
        gettext_noop("Good to know, until %(until)s"),
        gettext_noop("Good to know, from %(from)s to %(until)s"),
        gettext_noop("Good to know"),
    ),
}


def notice_sentence(notice: Notice, language: str, *, now: datetime | None = None) -> str:
    """What is different for a while: on one day, up to and with its last day, or until further notice. What they say
    of it themselves is `notice.text`."""
    zone = ZoneInfo(settings.BAKEN_TIMEZONE)
    first = notice.starts.astimezone(zone)
    last = (notice.ends - timedelta(seconds=1)).astimezone(zone) if notice.ends else None
    words = _NOTICES[notice.kind]
    with override(language):
        return _(_chosen(words, first, last, now or timezone.now())) % {
            "from": _day_of_notice(first, last, language),
            "until": formats.day(last, language) if last else "",
            "hours": formats.left_to_right(notice.hours, language),
        }


def _chosen(words: _NoticeWords, first: datetime, last: datetime | None, now: datetime) -> str:
    if last is None:
        return words.endless
    if first.date() == last.date():
        return words.one_day
    return words.running if first <= now else words.coming


def _day_of_notice(first: datetime, last: datetime | None, language: str) -> str:
    """The first day; of what takes a part of one day, also from when to when."""
    day = formats.day(first, language)
    ends = last + timedelta(seconds=1) if last else None
    if last is None or ends is None or first.date() != last.date():
        return day
    if first.time() == ends.time() == time():
        return day
    hours = formats.left_to_right(f"{formats.clock(first)}–{formats.clock(ends)}", language)
    return f"{day}, {hours}"
