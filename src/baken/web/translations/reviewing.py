"""A reviewer at work: what waits in a language, and one message at a time."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from baken.accounts import selectors as accounts
from baken.translations import selectors as translations
from baken.translations import services
from baken.translations.kinds import Verdict
from baken.translations.selectors import Reviewed
from baken.web.city.contexts import page_number
from baken.web.permitting import person_id
from baken.web.translations.contexts import MessagePage, message_page, state_lines, tongue, work_page
from baken.web.working import BOTH, done, working_page


@working_page("translation.review")
def work(request: HttpRequest) -> HttpResponse:
    """The languages that this person reviews."""
    theirs = accounts.reviewed_by(person_id(request))
    counts = translations.counts()
    lines = state_lines({code: counts[code] for code in theirs}, {})
    return render(request, "translations/work.html", {"lines": lines})


@working_page("translation.review")
def waiting(request: HttpRequest, code: str) -> HttpResponse:
    _theirs(request, code)
    part, number = request.GET.get("part", ""), page_number(request.GET.get("page", "1"))
    page = work_page(code, translations.work(code), part, number)
    return render(request, "translations/list.html", {"page": page, "pages": page.pages})


@working_page("translation.review", BOTH)
def one(request: HttpRequest, code: str, key: str) -> HttpResponse:
    _theirs(request, code)
    found = _known(code, key)
    if request.method == "POST":
        return _judged(request, code, found)
    return _shown(request, message_page(code, found))


def _theirs(request: HttpRequest, code: str) -> None:
    """Raises Http404 for no language of ours, PermissionDenied for one that this person was not asked to review."""
    tongue(code)
    if code not in accounts.reviewed_by(person_id(request)):
        raise PermissionDenied


def _known(code: str, key: str) -> Reviewed:
    if (found := translations.reviewed(code, key)) is None:
        raise Http404
    return found


def _judged(request: HttpRequest, code: str, found: Reviewed) -> HttpResponse:
    key, remark = found.message.key, request.POST.get("remark", "")
    typed = [request.POST.get(f"text-{number}", "") for number in range(len(found.forms) or 1)]
    try:
        services.judge(
            language=code,
            key=key,
            verdict=Verdict(request.POST.get("verdict", "")),
            texts=typed,
            remark=remark,
            seen=_seen(request),
            by=person_id(request),
        )
    except services.WrongTexts as wrong:
        words = _("This text would break a page. It is not saved yet.")
        page = message_page(code, found, typed=typed, problems=wrong.problems, remark=remark, mistake=words)
    except services.RemarkMissing:
        page = message_page(code, found, typed=typed, mistake=_("Write what you doubt."))
    except services.SaidMeanwhile:
        words = _("Somebody else said something of this text meanwhile. Look at the history, then save again.")
        page = message_page(code, _known(code, key), typed=typed, remark=remark, mistake=words)
    except ValueError:
        page = message_page(code, found, typed=typed, remark=remark, mistake=_("Choose one of the buttons."))
    else:
        return _onward(request, code, found)
    return _shown(request, page)


def _seen(request: HttpRequest) -> int:
    written = request.POST.get("seen", "")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 18 else 0


def _onward(request: HttpRequest, code: str, found: Reviewed) -> HttpResponse:
    """To the next message that waits; after the last one, to the list."""
    address = (
        reverse("translation", args=[code, found.following])
        if found.following
        else reverse("translation-list", args=[code])
    )
    return done(request, _("Saved. Thank you."), address)


def _shown(request: HttpRequest, page: MessagePage) -> HttpResponse:
    return render(request, "translations/one.html", {"page": page}, status=422 if page.mistake else 200)
