"""`/services/<id>.jsonld`: a service as CPSV-AP, for catalogues of public services."""

from uuid import UUID

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from baken.api.errors import error_response
from baken.api.opening import open_data
from baken.directory.export.linked import cpsv_ap


@open_data
def service(request: HttpRequest, service_id: UUID) -> HttpResponse:
    site = request.build_absolute_uri("/")
    found = cpsv_ap(service_id, site=site, run_by=settings.BAKEN_RUN_BY, country=settings.BAKEN_COUNTRY)
    if found is None:
        return error_response(404, "not-found", f"there is no service {service_id}")
    return HttpResponse(orjson.dumps(found), content_type="application/ld+json")
