"""What reviewers said of the words stands on the next page that anybody asks for."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from baken.translations import standing


class FreshWordsMiddleware:
    """Before the language of the request is chosen; costs the look at one file's time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        standing.refresh()
        return self.get_response(request)
