"""Who asks, as far as limits must tell people apart: a mark of today that holds no address."""

from django.conf import settings
from django.http import HttpRequest

from baken.accounts.limits import mark_of


def visitor_mark(request: HttpRequest) -> str:
    """Behind a proxy that speaks HTTPS the last address it wrote down counts; those before it anybody can write."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BAKEN_HTTPS else ""
    return mark_of(forwarded.split(",")[-1].strip() or request.META.get("REMOTE_ADDR", ""))
