from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from baken.web.answering import public_page
from baken.web.legend.contexts import legend_page


@public_page
def legend(request: HttpRequest) -> HttpResponse:
    return render(request, "legend/legend.html", {"page": legend_page()})
