"""Sources at an address: whom the guard lets through, how pages are read, what a run keeps.

The far end is a server of this test; the guard is the real one, and is told public addresses by a resolver of the test.
"""

import gzip
import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone
from urllib3.connection import HTTPConnection, HTTPSConnection

from baken.directory.feeds import FeedError
from baken.directory.feeds.pulling import AddressRefused, Fetcher, PullError, due, pull, set_source, sources, target_of
from baken.directory.feeds.pulling.addresses import Target, is_public
from baken.directory.feeds.pulling.fetching import connect
from baken.directory.models import FeedRun, FeedSource, SavedMapping, Service

PUBLIC = "93.184.215.14"
HOUSE = {"id": "0b6c5d0e-3a4b-5c6d-8e7f-00000000aaaa", "name": "House", "description": "x"}

Answer = tuple[int, dict[str, str], bytes]


def service(number: int, **more: Any) -> dict[str, Any]:
    given = {"id": f"0b6c5d0e-3a4b-5c6d-8e7f-{number:012}", "name": f"Tea {number}", "status": "active"}
    return {**given, "organization": HOUSE, **more}


def page(services: Sequence[dict[str, Any]], number: int, of: int) -> Answer:
    said = {"page_number": number, "total_pages": of, "last_page": number >= of, "contents": list(services)}
    return 200, {"Content-Type": "application/json"}, json.dumps(said).encode()


class FarEnd:
    """Answers as its `answer` says; `asked` are the targets of the requests."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.hosts: list[str] = []
        self.ips: list[str] = []
        self.answer: Callable[[str], Answer] = lambda _: page([service(1)], 1, 1)
        self.raw = b""  # instead of `answer`: everything it sends
        self.drip = False

    def query(self, number: int) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.asked[number]).query)


@pytest.fixture
def far_end() -> Iterator[FarEnd]:
    end = FarEnd()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            end.asked.append(self.path)
            end.hosts.append(self.headers["Host"])
            if end.raw:
                self._give_raw(*end.raw.partition(b"\r\n\r\n"))
                return
            status, headers, body = end.answer(self.path)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self._give(body)

        def _give_raw(self, head: bytes, between: bytes, body: bytes) -> None:
            self.close_connection = True
            self.wfile.write(head + between)
            self._give(body)

        def _give(self, body: bytes) -> None:
            for start in range(0, len(body), 1 if end.drip else len(body) or 1):
                try:
                    self.wfile.write(body[start : start + 1] if end.drip else body)
                except OSError:
                    return
                if end.drip:
                    time.sleep(0.1)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    end.port = server.server_address[1]  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield end
    server.shutdown()
    server.server_close()


@pytest.fixture
def fetcher(far_end: FarEnd) -> Callable[..., Fetcher]:
    """Its connections go to the far end of the test, whatever public address they are for."""

    def make(**limits: Any) -> Fetcher:
        def to_far_end(target: Target, ip: str) -> HTTPConnection:
            far_end.ips.append(ip)
            return HTTPConnection("127.0.0.1", far_end.port, timeout=5)  # type: ignore[attr-defined]

        return Fetcher(resolve=lambda host, _: PLACES.get(host, [host]), connect=to_far_end, **limits)

    return make


PLACES = {
    "feeds.example": [PUBLIC],
    "both.example": [PUBLIC, "127.0.0.1"],
    "inside.example": ["10.0.0.7"],
    "nowhere.example": [],
}


@pytest.fixture
def source(needs: None) -> FeedSource:
    return FeedSource.objects.create(name="city", kind="hsds", address="http://feeds.example/hsds", language="en")


@pytest.mark.parametrize(
    "ip",
    [
        *(
            "127.0.0.1",
            "127.9.9.9",
            "10.0.0.1",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
        ),
        *("224.0.0.1", "255.255.255.255", "240.0.0.1", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fc00::1"),
        *("ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "::127.0.0.1"),
        *(
            "fec0::1",
            "feff::1",
            "192.88.99.1",
            "::ffff:192.88.99.1",
            "2002:c058:6301::",
            "3fff::1",
            "3fff:fff::1",
            "5f00::1",
        ),
        *("fe80::1%eth0", "2001:db8::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "not an address", ""),
    ],
)
def test_addresses_of_this_machine_and_of_networks_are_not_public(ip: str) -> None:
    assert not is_public(ip)


@pytest.mark.parametrize("ip", [PUBLIC, "2606:2800:220:1:248:1893:25c8:1946", "::ffff:93.184.215.14"])
def test_addresses_of_the_open_internet_are(ip: str) -> None:
    assert is_public(ip)


@pytest.mark.parametrize(
    "address",
    [
        *(
            "file:///etc/passwd",
            "ftp://feeds.example/",
            "gopher://feeds.example/",
            "feeds.example",
            "",
            "http://",
            "//x",
        ),
        *("http://user:secret@feeds.example/", "http://feeds.example/\r\nHost: x", "http://feeds.example/a b"),
        *("http://inside.example/", "http://both.example/", "http://nowhere.example/", "http://127.0.0.1/"),
        *("http://[::1]/", "http://[::ffff:127.0.0.1]/", "https://169.254.169.254/latest", "http://10.0.0.1:8000/"),
        *("http://feeds.example:22/", "https://feeds.example:25/", "http://feeds.example:8000/"),
        "http://feeds.example/" + "x" * 3_000,
    ],
)
def test_addresses_that_may_not_be_pulled_are_refused_before_anything_is_sent(
    address: str, far_end: FarEnd, fetcher: Callable[..., Fetcher]
) -> None:
    with pytest.raises(AddressRefused):
        fetcher().get(address, accept="*/*")
    assert far_end.asked == []


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "017700000001", "localhost", "127.1"])
def test_other_spellings_of_this_machine_are_refused_by_what_they_resolve_to(host: str) -> None:
    with pytest.raises(AddressRefused):
        target_of(f"http://{host}/")


def test_the_connection_goes_to_the_address_that_was_checked_and_says_the_name(
    far_end: FarEnd, fetcher: Callable[..., Fetcher]
) -> None:
    fetcher().get("http://feeds.example:8080/x?y=1", accept="*/*")
    assert (far_end.ips, far_end.hosts, far_end.asked) == ([PUBLIC], ["feeds.example:8080"], ["/x?y=1"])


@pytest.mark.parametrize(
    "address", ["http://feeds.example:443/", "https://feeds.example:8443/", "http://feeds.example/"]
)
def test_ports_of_the_web_are_pulled_from(address: str) -> None:
    assert target_of(address, lambda *_: [PUBLIC]).ips == (PUBLIC,)


def test_an_operator_says_which_ports_are_pulled_from(settings: Any) -> None:
    settings.BAKEN_PULL_PORTS = (9443,)
    assert target_of("https://feeds.example:9443/", lambda *_: [PUBLIC]).port == 9443
    with pytest.raises(AddressRefused, match="port 443 is not pulled from; BAKEN_PULL_PORTS has 9443"):
        target_of("https://feeds.example/", lambda *_: [PUBLIC])


def test_a_name_is_resolved_once_a_request_so_that_it_cannot_change_in_between(far_end: FarEnd) -> None:
    asked = []

    def rebinding(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return [PUBLIC] if len(asked) == 1 else ["127.0.0.1"]

    assert target_of("https://feeds.example/", rebinding).ips == (PUBLIC,)
    assert asked == ["feeds.example"]


def test_https_checks_the_certificate_of_the_name_at_the_checked_address() -> None:
    target = target_of("https://feeds.example/", lambda *_: [PUBLIC])
    connection = connect(target, PUBLIC)
    assert isinstance(connection, HTTPSConnection)
    assert (connection.host, connection.server_hostname, connection.assert_hostname) == (
        PUBLIC,
        "feeds.example",
        "feeds.example",
    )
    assert connection.cert_reqs != "CERT_NONE"


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1/",
        "http://inside.example/",
        "file:///etc/passwd",
        "http://[::1]/",
        "//10.0.0.1/",
        "//feeds.example:22/",
    ],
)
def test_every_redirect_is_checked_again(location: str, far_end: FarEnd, fetcher: Callable[..., Fetcher]) -> None:
    far_end.answer = lambda _: (302, {"Location": location}, b"")
    with pytest.raises(AddressRefused):
        fetcher().get("http://feeds.example/", accept="*/*")
    assert len(far_end.asked) == 1


def test_redirects_come_to_an_end(far_end: FarEnd, fetcher: Callable[..., Fetcher]) -> None:
    far_end.answer = lambda _: (301, {"Location": "/again"}, b"")
    with pytest.raises(PullError, match="redirects more than 5 times"):
        fetcher().get("http://feeds.example/", accept="*/*")


def test_what_unpacks_to_more_than_is_read_is_cut_off(far_end: FarEnd, fetcher: Callable[..., Fetcher]) -> None:
    far_end.answer = lambda _: (200, {"Content-Encoding": "gzip"}, gzip.compress(b"0" * (8 << 20)))
    with pytest.raises(PullError, match="more than 1 MB"):
        fetcher(most_bytes=1 << 20).get("http://feeds.example/", accept="*/*")


def test_what_is_packed_is_unpacked_all_its_parts(far_end: FarEnd, fetcher: Callable[..., Fetcher]) -> None:
    parts = b"0" * (3 << 20), bytes(range(256)) * 999, b""
    packed = b"".join(map(gzip.compress, parts))
    far_end.answer = lambda _: (200, {"Content-Encoding": "gzip"}, packed)
    assert fetcher().get("http://feeds.example/", accept="*/*").content == b"".join(parts)


def test_whoever_drips_a_byte_at_a_time_is_cut_off(far_end: FarEnd, fetcher: Callable[..., Fetcher]) -> None:
    far_end.drip, far_end.answer = True, lambda _: (200, {}, b"x" * 500)
    began = time.perf_counter()
    with pytest.raises(PullError, match="does not answer"):
        fetcher(seconds_a_request=0.5).get("http://feeds.example/", accept="*/*")
    assert time.perf_counter() - began < 5


def test_what_we_cut_off_is_said_so_however_the_connection_then_ends(
    far_end: FarEnd, fetcher: Callable[..., Fetcher], monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_too_late(*_: object) -> bytes:
        time.sleep(0.3)
        raise ConnectionResetError(104, "Connection reset by peer")

    monkeypatch.setattr(Fetcher, "_content", read_too_late)
    with pytest.raises(PullError, match=r"does not answer within 0\.1 seconds: the answer was cut off"):
        fetcher(seconds_a_request=0.1).get("http://feeds.example/", accept="*/*")


@pytest.mark.parametrize(
    ("kind", "address", "content_type", "body"),
    [
        ("hsds", "http://feeds.example/hsds", "application/x-ndjson", json.dumps(service(1)).encode() + b"\n" * 100),
        ("table", "http://feeds.example/a.csv", "text/csv", b"Naam\nThee\n" + b"Soep\n" * 100),
    ],
)
def test_an_answer_that_is_cut_off_is_not_taken_as_whole(
    needs: None,
    far_end: FarEnd,
    fetcher: Callable[..., Fetcher],
    kind: str,
    address: str,
    content_type: str,
    body: bytes,
) -> None:
    saved = SavedMapping.objects.create(name="list", mapping={"columns": {"Naam": "service.name"}})
    mapping = saved if kind == "table" else None
    FeedSource.objects.create(name="t", kind=kind, address=address, language="en", mapping=mapping, apply=True)
    far_end.drip, far_end.raw = True, f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\n\r\n".encode() + body
    problem = pull("t", fetcher=fetcher(seconds_a_request=0.5)).problem
    assert problem == "feeds.example does not answer within 0.5 seconds: the answer was cut off"
    assert (Service.objects.count(), FeedRun.objects.get().problem) == (0, problem)


@pytest.mark.parametrize(
    "raw",
    [
        *(b"garbage\r\n\r\n", b"HTTP/3.0 200 OK\r\n\r\n", b"HTTP/1.1 200 " + b"a" * 70_000 + b"\r\n\r\n"),
        *(
            b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 101 + b"\r\n",
            b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000 + b"\r\n\r\n",
        ),
        *(
            b"HTTP/1.1 999999 OK\r\n\r\n",
            b"\x16\x03\x01\x00",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        ),
        *(
            b"HTTP/1.1 200 OK\r\nContent-Length: 5, 6\r\n\r\nabcde",
            b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort",
        ),
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(b"x" * 9_999)[:-12],
        b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n[]",
    ],
)
def test_what_is_no_http_is_said_in_few_words(
    raw: bytes, source: FeedSource, far_end: FarEnd, fetcher: Callable[..., Fetcher]
) -> None:
    far_end.raw = raw
    problem = pull("city", fetcher=fetcher()).problem
    assert problem.startswith("feeds.example does not answer: ")
    assert len(problem) < 1200  # what no terminal and no database takes is spelt out
    assert problem.isprintable()


def test_a_failure_of_ours_is_the_problem_of_its_run(source: FeedSource, fetcher: Callable[..., Fetcher]) -> None:
    broken = fetcher()
    broken.resolve = lambda *_: (_ for _ in ()).throw(KeyError("ours"))
    assert "of ours failed" in pull("city", fetcher=broken).problem
    assert "of ours failed" in FeedRun.objects.get().problem


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((404, {}, b"no"), "answers 404"),
        ((200, {}, b"<html>"), "not JSON"),
        ((200, {}, b'{"contents": 3}'), "no page of services"),
        ((200, {"Content-Length": "100"}, b"short"), "does not answer"),
        ((200, {"Content-Encoding": "gzip"}, b"no gzip"), "does not answer"),
    ],
)
def test_what_is_no_answer_is_the_problem_of_the_run(
    source: FeedSource, far_end: FarEnd, fetcher: Callable[..., Fetcher], answer: Answer, words: str
) -> None:
    far_end.answer = lambda _: answer
    assert words in pull("city", fetcher=fetcher()).problem
    run = FeedRun.objects.get()
    assert words in run.problem
    assert run.finished is not None
    assert sources()[0].problem == run.problem
    assert due() == ()


def test_services_come_page_by_page_and_are_only_looked_at(
    source: FeedSource, far_end: FarEnd, fetcher: Callable[..., Fetcher]
) -> None:
    far_end.answer = lambda path: page([service(n) for n in _numbers(path)], int(_asked_page(path)), 3)
    report = pull("city", fetcher=fetcher()).report
    assert report is not None
    assert (report.added, report.written, Service.objects.count()) == (6, False, 0)
    assert [urlsplit(path).path for path in far_end.asked] == ["/hsds/services"] * 3
    run = FeedRun.objects.get()
    assert (run.source, run.dry_run, run.report["added"]) == (source, True, 6)
    source.refresh_from_db()
    assert source.modified_seen is None


def _asked_page(path: str) -> str:
    return parse_qs(urlsplit(path).query)["page"][0]


def _numbers(path: str) -> list[int]:
    first = int(_asked_page(path)) * 2
    return [first, first + 1]


def test_it_is_applied_where_the_operator_set_that_and_then_only_what_was_modified_is_asked(
    source: FeedSource, far_end: FarEnd, fetcher: Callable[..., Fetcher]
) -> None:
    FeedSource.objects.update(apply=True)
    far_end.answer = lambda _: page([service(1), service(2)], 1, 1)
    assert pull("city", fetcher=fetcher()).report is not None
    assert Service.objects.filter(source="city").count() == 2
    far_end.answer = lambda _: page([service(2, email="a@example.org")], 1, 1)
    report = pull("city", fetcher=fetcher()).report
    assert report is not None
    assert (report.changed, report.removed) == (1, 0)
    assert ["modified_after" in far_end.query(number) for number in (0, 1)] == [False, True]
    FeedRun.objects.update(started=timezone.now() - timedelta(days=8))
    report = pull("city", fetcher=fetcher()).report
    assert report is not None
    assert ("modified_after" in far_end.query(2), report.removed) == (False, 1)
    assert Service.objects.count() == 2


def test_with_one_refusal_nothing_is_applied(
    source: FeedSource, far_end: FarEnd, fetcher: Callable[..., Fetcher]
) -> None:
    FeedSource.objects.update(apply=True)
    far_end.answer = lambda _: page([service(1), service(2, status="?")], 1, 1)
    report = pull("city", fetcher=fetcher()).report
    assert report is not None
    assert (report.refusals, Service.objects.count()) == (1, 0)
    assert FeedRun.objects.get().dry_run


def test_ndjson_and_lists_without_pages_and_services_without_their_organisation_are_read(
    source: FeedSource, far_end: FarEnd, fetcher: Callable[..., Fetcher]
) -> None:
    lines = b"\n".join(json.dumps(service(number)).encode() for number in range(3))
    far_end.answer = lambda _: (200, {"Content-Type": "application/x-ndjson"}, lines)
    assert pull("city", fetcher=fetcher()).report.added == 3  # type: ignore[union-attr]
    far_end.answer = lambda _: (200, {}, json.dumps([service(1), service(2)]).encode())
    assert pull("city", fetcher=fetcher()).report.added == 2  # type: ignore[union-attr]
    short = {name: value for name, value in service(5).items() if name != "organization"}
    whole = (200, {}, json.dumps(service(5)).encode())
    far_end.answer = lambda path: page([short], 1, 1) if "page=" in path else whole
    assert pull("city", fetcher=fetcher()).report.added == 1  # type: ignore[union-attr]


def test_a_far_end_that_always_gives_the_same_page_is_stopped(
    source: FeedSource, far_end: FarEnd, fetcher: Callable[..., Fetcher]
) -> None:
    far_end.answer = lambda _: page([service(1)], 1, 99)
    assert "same as the one before" in pull("city", fetcher=fetcher()).problem


def test_a_table_at_an_address_is_read_by_its_saved_mapping(
    needs: None, far_end: FarEnd, fetcher: Callable[..., Fetcher]
) -> None:
    saved = SavedMapping.objects.create(name="list", mapping={"columns": {"Naam": "service.name"}})
    FeedSource.objects.create(name="t", kind="table", address="http://feeds.example/a.csv", mapping=saved, apply=True)
    far_end.answer = lambda _: (200, {}, b"Naam;Kleur\nThee;groen\n")
    assert pull("t", fetcher=fetcher()).report.added == 1  # type: ignore[union-attr]
    assert Service.objects.get().source == "t"


def test_a_source_is_due_after_its_hours_and_never_when_disabled(source: FeedSource) -> None:
    now = timezone.now()
    assert due(now) == ("city",)
    FeedSource.objects.update(last_run=now - timedelta(hours=23))
    assert due(now) == ()
    assert due(now + timedelta(hours=1)) == ("city",)
    FeedSource.objects.update(enabled=False)
    assert due(now + timedelta(hours=1)) == ()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"address": "http://127.0.0.1/"}, "open internet"),
        ({"kind": "unhcr"}, "not pulled"),
        ({"kind": "table"}, "saved mapping"),
        ({"mapping": "x"}, "saved mapping"),
        ({"kind": "table", "mapping": "x"}, "no mapping is saved"),
        ({"language": "flemish!"}, "language"),
        ({"every_hours": 0}, "directory_feedsource_every"),
        ({"name": ""}, "name"),
        ({"name": "x" * 100}, "name"),
    ],
)
def test_a_source_that_cannot_be_is_not_kept(db: None, given: dict[str, Any], words: str) -> None:
    with pytest.raises(FeedError, match=words):
        set_source(**{"name": "city", "address": f"https://{PUBLIC}/hsds", **given})
    assert not FeedSource.objects.exists()


def test_a_new_address_is_read_whole(db: None) -> None:
    set_source(name="city", address=f"https://{PUBLIC}/a")
    FeedSource.objects.update(modified_seen=timezone.now())
    set_source(name="city", address=f"https://{PUBLIC}/b", apply=True)
    kept = FeedSource.objects.get()
    assert (kept.address, kept.apply, kept.modified_seen) == (f"https://{PUBLIC}/b", True, None)


def test_an_unknown_source_is_said(db: None) -> None:
    with pytest.raises(FeedError, match="no source is called"):
        pull("nowhere")
