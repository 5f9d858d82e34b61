"""Addresses of data that anybody reads, from any site: only by GET and HEAD, and marked so for the role table."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

View = Callable[..., HttpResponseBase]


def open_data(view: View) -> View:
    @csrf_exempt  # else a POST is told about a token instead of the methods there are
    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, **address: Any) -> HttpResponseBase:
        response = view(request, **address)
        response["Access-Control-Allow-Origin"] = "*"
        return response

    answer.permission = "directory.read"  # type: ignore[attr-defined]
    return answer
