"""The page that shows every part: held to the stylesheet, so that nothing is styled that nobody can look at."""

import re
from pathlib import Path
from typing import Final

import pytest
from django.test import Client

import baken.web

STYLE = (Path(baken.web.__file__).parent / "static/baken/baken.css").read_text()
# Classes that are no part of their own, or whose part needs a page of its own.
ELSEWHERE: Final[dict[str, str]] = {
    "leaflet-control-attribution": "the map's own",
    "map": "needs its script and data: the page of doors",
    "map-pin": "on the map",
    "qr": "a plan's code: the page of a plan",
    "pair": "beside the code",
    "address-box": "beside the code",
    "plan-bar": "stays at the foot of the doors",
    "to-map": "leads from there to the map, where one is",
    "stays": "stays at the foot of the doors",
    "two": "the list beside the map",
    "legs": "the way, on a plan",
    "pin": "doors with a place on the map",
    "menu": "for who is signed in",
    "times": "hours at the desk",
    "list": "lists of services and organisations",
    "scrolls": "wide tables of the desk",
    "own-words": "the large box of the start page",
    "alarm-head": "above the four kinds of danger: the start of the pictures",
    "four": "the four kinds of danger on one line: the start of the pictures",
    "all-tongues": "the page of all languages",
    "tongue-name": "the page of all languages",
    "keeps-lines": "a text to review",
    "source-text": "a text to review",
    "lead": "a sentence in large letters: good to know",
    "month": "the calendar of who left a page",
    "rights": "the table of rights",
    "stack-small": "spacing",
    "text-message": "a plan as a text message",
    "measure": "width of a text",
    "widget": "the form for other sites",
    "in-original": "a service in its own words",
    "stack-wide": "spacing of a whole page",
    "beside": "the bar of who sits beside somebody",
    "idle": "the question whether somebody is there: beside somebody",
    "without-script": "said to who has no scripts: beside somebody",
    "turned": "the page for who sits across the table",
    "hear": "put there by a script",
    "being-read": "put there by a script",
    "scripted": "put there by a script",
}


def on_page(client: Client, language: str) -> str:
    reply = client.get(f"/{language}/design/")
    assert reply.status_code == 200
    return reply.content.decode()


def test_every_class_of_the_stylesheet_stands_on_it_or_is_said_to_stand_elsewhere(visitor: Client) -> None:
    styled = set(re.findall(r"\.([a-z][a-z-]*)", re.sub(r"/\*.*?\*/|\{[^{}]*\}", " ", STYLE, flags=re.DOTALL)))
    shown = {name for each in re.findall(r'class="([^"]+)"', on_page(visitor, "nl")) for name in each.split()}
    assert sorted(styled - shown - ELSEWHERE.keys()) == []


def test_nothing_is_said_to_stand_elsewhere_that_stands_here_or_is_not_styled(visitor: Client) -> None:
    here = {name for each in re.findall(r'class="([^"]+)"', on_page(visitor, "nl")) for name in each.split()}
    assert sorted(name for name in ELSEWHERE if f".{name}" not in STYLE or name in here) == []


@pytest.mark.parametrize("language", ["nl", "ar"])
def test_every_colour_of_the_light_set_can_be_looked_at(visitor: Client, language: str) -> None:
    tokens = set(re.findall(r"--([a-z-]+):\s*#", STYLE.split("}")[0])) - {"beacon-ink", "stop-ink"}
    assert {name for name in tokens if f'swatch {name}"' not in on_page(visitor, language)} == set()
