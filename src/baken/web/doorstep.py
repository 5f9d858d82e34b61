"""What is asked for before a language is known, or by machines: the redirect to a language, the map, robots."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request, override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from baken.localities import selectors as localities
from baken.web.permitting import open_to_all

MAP_KEPT_SECONDS = 3600


@open_to_all
@csrf_exempt  # else a POST is told about a token instead of the methods there are
@require_safe
def choose_language(request: HttpRequest) -> HttpResponse:
    """To the start page in the language the browser asks for, where we speak it."""
    wanted = get_language_from_request(request)
    language = wanted if wanted in settings.BAKEN_COMPLETE_LANGUAGES else settings.BAKEN_LOCAL_LANGUAGE
    with override(language):
        response = HttpResponseRedirect(reverse("start"))
    patch_vary_headers(response, ["Accept-Language"])
    return response


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
    lines = ["User-agent: *", *(f"Disallow: /{code}/p/" for code, _ in settings.LANGUAGES), "Disallow: /api/", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
