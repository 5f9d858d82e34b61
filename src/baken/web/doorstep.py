"""What is asked for before a language is known, or by machines: the redirect to a language, the map, robots."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import override
from django.utils.translation.trans_real import get_supported_language_variant, parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from baken.localities import selectors as localities
from baken.web.permitting import open_to_all

MAP_KEPT_SECONDS = 3600
# Languages of ours that some devices name otherwise: Dari has a code of its own.
_OTHER_TAGS = {"prs": "fa-af", "prs-af": "fa-af"}


@open_to_all
@csrf_exempt  # else a POST is told about a token instead of the methods there are
@require_safe
def choose_language(request: HttpRequest) -> HttpResponse:
    """To the start page in the first language the browser asks for that we speak; where it asks for others only, to
    the page with all languages."""
    asked = [tag for tag, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower())]
    spoken = next(filter(None, map(_spoken, asked)), None)
    with override(spoken or settings.BAKEN_LOCAL_LANGUAGE):
        response = HttpResponseRedirect(reverse("start" if spoken or not asked or "*" in asked else "languages"))
    patch_vary_headers(response, ["Accept-Language"])
    return response


def _spoken(tag: str) -> str | None:
    """The language of ours that a browser's tag means, where its pages are complete."""
    try:
        found = get_supported_language_variant(_OTHER_TAGS.get(tag, tag))
    except LookupError:
        return None
    return found if found in settings.BAKEN_COMPLETE_LANGUAGES else None


@open_to_all
@csrf_exempt  # else a POST is told about a token instead of the methods there are
@require_safe
def base_map(request: HttpRequest, language: str) -> HttpResponse:
    """GeoJSON of the areas, water and bridges: our own base map, no tiles of others."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    drawn = localities.base_map(languages=(language, settings.BAKEN_LOCAL_LANGUAGE))
    response = JsonResponse(drawn, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})
    response["Cache-Control"] = f"public, max-age={MAP_KEPT_SECONDS}"
    return response


@open_to_all
@csrf_exempt  # else a POST is told about a token instead of the methods there are
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Sealed plans are nobody else's business."""
    lines = ["User-agent: *", *(f"Disallow: /{code}/p/" for code, _ in settings.LANGUAGES), "Disallow: /api/"]
    lines += [f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
