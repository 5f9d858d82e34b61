"""Every public page in every language, for search engines; above 50,000 addresses in several files."""

from collections.abc import Iterator, Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from baken.directory import selectors as directory
from baken.web.permitting import open_to_all

Page = tuple[str, dict[str, str]]
_MOST_ADDRESSES: Final = 50_000  # of one file, as sitemaps.org has it
_NAMES: Final = (
    "start", "services", "organisations", "about", "open-data", "urgent", "guidance", "guidance-materials",
    "guidance-cards", "guidance-rights", "guidance-interpreter", "guidance-trainings", "guidance-numbers",
)  # fmt: skip
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE: Final = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


@open_to_all
@csrf_exempt  # else a POST is told about a token instead of the methods there are
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The one file, or the list of them."""
    pages = _pages()
    size = _pages_at_once()
    if len(pages) <= size:
        return _urls(request, pages)
    parts = range(1, -(-len(pages) // size) + 1)
    addresses = (request.build_absolute_uri(reverse("sitemap-part", args=[part])) for part in parts)
    entries = "".join(f"<sitemap><loc>{escape(address)}</loc></sitemap>\n" for address in addresses)
    return _xml(f"{_HEAD}<sitemapindex {_NAMESPACE}>\n{entries}</sitemapindex>\n")


@open_to_all
@csrf_exempt  # else a POST is told about a token instead of the methods there are
@require_safe
def sitemap_part(request: HttpRequest, part: int) -> HttpResponse:
    size = _pages_at_once()
    pages = _pages()[(part - 1) * size : part * size] if part > 0 else []
    if not pages:
        raise Http404
    return _urls(request, pages)


def _pages_at_once() -> int:
    return _MOST_ADDRESSES // len(_languages())


def _languages() -> Sequence[str]:
    return tuple(code for code, _name in settings.LANGUAGES)


def _pages() -> list[Page]:
    pages: list[Page] = [(name, {}) for name in _NAMES]
    pages += [("service", {"service_id": str(pk)}) for pk in directory.service_ids()]
    return pages + [("organisation", {"organisation_id": str(pk)}) for pk in directory.organisation_ids()]


def _urls(request: HttpRequest, pages: Sequence[Page]) -> HttpResponse:
    urls = "".join(f"<url>{entry}</url>\n" for page in pages for entry in _entries(request, page))
    return _xml(f'{_HEAD}<urlset {_NAMESPACE} xmlns:xhtml="http://www.w3.org/1999/xhtml">\n{urls}</urlset>\n')


def _entries(request: HttpRequest, page: Page) -> Iterator[str]:
    """One per language, each naming all of them."""
    addresses = {}
    for code in _languages():
        with override(code):
            addresses[code] = request.build_absolute_uri(reverse(page[0], kwargs=page[1]))
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang={quoteattr(_hreflang(code))} href={quoteattr(address)}/>'
        for code, address in addresses.items()
    )
    for address in addresses.values():
        yield f"<loc>{escape(address)}</loc>{others}"


def _hreflang(code: str) -> str:
    """Dari has a code of its own only among three letters; the others are as they are."""
    return "fa-AF" if code == "fa-af" else code


def _xml(content: str) -> HttpResponse:
    return HttpResponse(content, content_type="application/xml; charset=utf-8")
