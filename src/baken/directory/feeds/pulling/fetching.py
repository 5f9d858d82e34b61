"""One request after the other within limits of size and time; every redirect is an address that is checked anew."""

import socket
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from threading import Event, Timer
from time import perf_counter
from typing import Final
from urllib.parse import urljoin

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from baken import __version__
from baken.directory.feeds.keeping import readable
from baken.directory.feeds.pulling.addresses import Resolve, Target, resolve, target_of
from baken.directory.feeds.report import FeedError

Connect = Callable[[Target, str], HTTPConnection]  # to one of the target's IP addresses

MOST_BYTES_A_FILE: Final = 512 << 20
MOST_BYTES: Final = 1 << 30
MOST_SECONDS: Final = 3_600.0
_SECONDS_OF_SILENCE: Final = 15.0
_SECONDS_A_REQUEST: Final = 120.0
_MOST_REDIRECTS: Final = 5
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_CHUNK: Final = 65_536
_GZIP: Final = 16 + zlib.MAX_WBITS
_LONGEST_PROBLEM: Final = 300  # some errors repeat what the far end said


class PullError(FeedError):
    """The far end cannot be reached, says no, or says more than is read."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """`address`: where it came from after redirects."""

    address: str
    content_type: str
    content: bytes


def connect(target: Target, ip: str) -> HTTPConnection:
    """Not yet open. The certificate must be that of the host, whatever address it is at."""
    if target.scheme == "http":
        return HTTPConnection(ip, target.port, timeout=_SECONDS_OF_SILENCE)
    return HTTPSConnection(
        ip, target.port, timeout=_SECONDS_OF_SILENCE, server_hostname=target.host, assert_hostname=target.host
    )


@dataclass(slots=True)
class Fetcher:
    """All requests of one pull."""

    resolve: Resolve = resolve
    connect: Connect = connect
    most_bytes: int = MOST_BYTES
    most_seconds: float = MOST_SECONDS
    seconds_a_request: float = _SECONDS_A_REQUEST
    _read: int = 0
    _began: float = field(default_factory=perf_counter)

    def get(self, address: str, *, accept: str) -> Fetched:
        """Raises PullError, and AddressRefused for an address or a redirect that may not be followed."""
        for _ in range(_MOST_REDIRECTS + 1):
            target = target_of(address, self.resolve)
            with self._answer(target, accept) as answer:
                if answer.status in _REDIRECTS and "location" in answer.headers:
                    address = self._followed(target, address, answer.headers["location"])
                    continue
                if answer.status != 200:
                    raise PullError(f"{target.host} answers {answer.status} {answer.reason or ''}".strip())
                return Fetched(address, answer.headers.get("content-type", ""), self._content(target, answer))
        raise PullError(f"{target.host} redirects more than {_MOST_REDIRECTS} times")

    def _followed(self, target: Target, address: str, location: str) -> str:
        following = urljoin(address, location)
        if target.scheme == "https" and not following.startswith("https://"):
            raise PullError(f"{target.host} redirects from https to an address that is not")
        return following

    @contextmanager
    def _answer(self, target: Target, accept: str) -> Iterator[BaseHTTPResponse]:
        left = min(self.seconds_a_request, self.most_seconds - (perf_counter() - self._began))
        if left <= 0:
            raise PullError(f"the whole takes longer than {self.most_seconds:g} seconds")
        connection = self._connected(target)
        late = Event()
        watch = Timer(left, _cut, [connection.sock, late])  # whoever drips a byte at a time is cut off too
        watch.start()
        headers = {"Host": target.host_header, "Accept": accept, "User-Agent": f"Baken/{__version__}"}
        try:
            connection.request(
                "GET", target.path, headers={**headers, "Accept-Encoding": "gzip"}, preload_content=False
            )
            yield connection.getresponse()
            if late.is_set():  # without a length, what is cut off looks whole
                raise TimeoutError
        except (HTTPError, HTTPException, OSError, ValueError, zlib.error) as problem:
            if isinstance(problem, FeedError):
                raise
            if late.is_set():  # what we cut off may end as if whole, or as if the far end had broken it off
                raise PullError(
                    f"{target.host} does not answer within {left:.3g} seconds: the answer was cut off"
                ) from problem
            said = " ".join(readable(str(problem)[:_LONGEST_PROBLEM]).split()) or type(problem).__name__
            raise PullError(f"{target.host} does not answer: {said}") from problem
        finally:
            watch.cancel()
            connection.close()

    def _connected(self, target: Target) -> HTTPConnection:
        """To the first of its addresses that takes the connection."""
        why: Exception | None = None
        for ip in target.ips:
            connection = self.connect(target, ip)
            try:
                connection.connect()
            except (HTTPError, OSError) as problem:
                why = problem
                connection.close()
            else:
                return connection
        raise PullError(f"{target.host} cannot be reached: {why}") from why

    def _content(self, target: Target, answer: BaseHTTPResponse) -> bytes:
        """Unpacked, where it is packed; what it unpacks to counts."""
        found = bytearray()
        for chunk in _unpacked(answer):
            found += chunk
            self._read += len(chunk)
            if len(found) > MOST_BYTES_A_FILE or self._read > self.most_bytes:
                raise PullError(f"{target.host} gives more than {min(MOST_BYTES_A_FILE, self.most_bytes) >> 20} MB")
        return bytes(found)


def _unpacked(answer: BaseHTTPResponse) -> Iterator[bytes]:
    """In small pieces. Raises ValueError and zlib.error, also for what is packed and ends before its end: urllib3 could
    unpack it too, but lets that pass."""
    packing = answer.headers.get("content-encoding", "").strip().lower()
    if packing not in ("", "identity", "gzip", "x-gzip"):
        raise ValueError(f"it is packed as «{packing[:40]}»")
    chunks = iter(lambda: answer.read(_CHUNK, decode_content=False), b"")
    yield from _ungzipped(chunks) if "gzip" in packing else chunks


def _ungzipped(chunks: Iterator[bytes]) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(_GZIP)
    for chunk in chunks:
        left = chunk
        while left:
            if unpacker.eof:  # there may be several, one after the other
                unpacker = zlib.decompressobj(_GZIP)
            yield unpacker.decompress(left, _CHUNK)
            left = unpacker.unconsumed_tail or unpacker.unused_data
    yield unpacker.flush()
    if not unpacker.eof:
        raise ValueError("what is packed ends before its end")


def _cut(raw: socket.socket, late: Event) -> None:
    """Ends whatever waits for the far end, which then looks as if it had ended by itself; so `late` is set first."""
    late.set()
    with suppress(OSError):  # it ended by itself
        raw.shutdown(socket.SHUT_RDWR)
