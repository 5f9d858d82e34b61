"""A plan kept on the phone: the page that lists what is kept there, and the service worker that shows it offline.

The server knows nothing of what is kept; these are the same for everybody.
"""

from hashlib import sha256
from pathlib import Path

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from baken import __version__
from baken.web.answering import public_page
from baken.web.permitting import open_to_all

_TEMPLATES = Path(__file__).parents[1] / "templates"
_SHELL = (_TEMPLATES / "plan/kept_list.html", _TEMPLATES / "about/urgent_kept.html")


@public_page
def kept_list(request: HttpRequest) -> HttpResponse:
    """Filled in by the phone itself."""
    return render(request, "plan/kept_list.html")


@public_page
def kept_copy(_request: HttpRequest, number: int) -> HttpResponse:
    """The phone answers this itself while it keeps that plan; to us it means that it does not any more."""
    return HttpResponseRedirect(reverse("kept-list"))


@open_to_all
@csrf_exempt  # else a POST is told about a token instead of the methods there are
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """At the root, so that it may answer for every page; asked for again each time, so that a release replaces it."""
    response = render(request, "plan/worker.js", {"version": shell_version()}, content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response


def shell_version() -> str:
    """Another one for every release: of the hashed files, else of Baken itself."""
    files = getattr(staticfiles_storage, "manifest_hash", "") or __version__
    pages = " ".join(page.read_text(encoding="utf-8") for page in _SHELL)
    return sha256(f"{files} {pages}".encode()).hexdigest()[:12]
