"""A small search form for pages of other sites, in a frame: no cookie, no script, the answer in a tab of ours."""

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt

from baken.web.answering import public_page
from baken.web.find.forms import QuestionForm


@csp_replace({"frame-ancestors": ["*"]})
@xframe_options_exempt
@public_page
def widget(request: HttpRequest) -> HttpResponse:
    """The only page that others may frame: nothing on it can be done for somebody who did not mean to."""
    return render(request, "widget/widget.html", {"form": QuestionForm()})
