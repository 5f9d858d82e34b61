import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import numpy as np
import pytest

from baken.needs.encoders.e5 import E5
from baken.needs.encoders.e5.weights import WeightsError
from baken.needs.encoders.errors import EncoderError
from baken.needs.encoders.hashing import Hashing
from baken.needs.encoders.local import Local
from baken.needs.encoders.openai_compatible import OpenAICompatible
from baken.needs.encoders.registry import Registry
from baken.needs.encoders.use import Use
from baken.needs.encoders.vectors import VectorCache

SAME = [
    ("Ik heb een dokter nodig", "أحتاج إلى طبيب", "Mijn fiets is gestolen"),
    ("I have debts", "Ich habe Schulden", "Where is the swimming pool"),
    ("زه ډاکټر ته اړتیا لرم", "I need a doctor", "The bus is late"),
]
HOSTILE = ["", " ", "\x00", "\ud800", "\ufdfa" * 600, "😀" * 300, "a" * 20_000, "ሀ" * 3000]


@pytest.fixture(scope="module")
def e5(tmp_path_factory: pytest.TempPathFactory) -> E5:
    return E5(cache=tmp_path_factory.mktemp("cache"))


@pytest.mark.encoders
@pytest.mark.parametrize(("text", "same", "other"), SAME)
def test_e5_puts_the_same_meaning_nearer_than_another(e5: E5, text: str, same: str, other: str) -> None:
    one, two, three = e5.encode_queries([text, same, other])
    assert one @ two > one @ three


@pytest.mark.encoders
def test_e5_gives_a_text_the_same_vector_alone_and_in_a_batch(e5: E5) -> None:
    texts = [text for triple in SAME for text in triple] * 9
    together = e5.encode_queries(texts)
    alone = np.concatenate([e5.encode_queries([text]) for text in texts[:9]])
    np.testing.assert_allclose(together[:9], alone, atol=2e-5)


@pytest.mark.encoders
def test_e5_answers_hostile_texts_with_unit_vectors(e5: E5) -> None:
    np.testing.assert_allclose(np.linalg.norm(e5.encode_documents(HOSTILE), axis=1), 1, atol=1e-4)


@pytest.mark.encoders
def test_use_answers_hostile_texts_and_no_texts(tmp_path: Path) -> None:
    use = Use(cache=tmp_path)
    assert np.isfinite(use.encode_queries(HOSTILE)).all()
    assert use.encode_queries([]).shape == (0, use.dim)


def test_a_file_that_is_no_weights_is_refused(tmp_path: Path) -> None:
    (tmp_path / "w.bin").write_bytes(b"something else")
    with pytest.raises(WeightsError, match="E5S1"):
        E5(cache=tmp_path, weights=tmp_path / "w.bin")
    with pytest.raises(WeightsError, match="no E5 weights"):
        E5(cache=tmp_path, weights=tmp_path / "none.bin")


def test_the_hash_encoder_is_the_same_everywhere() -> None:
    first, second = Hashing().encode_queries(["schulden", "schuldn"])
    assert first @ second > 0.4
    assert not Hashing().encode_queries(["😀"]).any()


def test_an_unknown_encoder_name_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="e5, use, hash"):
        Registry(("gpt",), cache=tmp_path)


def test_vectors_come_back_from_the_cache_as_they_went_in(tmp_path: Path) -> None:
    cache, texts = VectorCache(tmp_path / "v.sqlite3"), ["een", "twee", "een", "drie"]
    first = cache.encode(Hashing(), "query", texts)
    np.testing.assert_allclose(cache.encode(Hashing(), "query", texts), first, atol=1e-3)


def test_a_local_model_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="no model folder"):
        Local(folder=tmp_path / "none")
    with pytest.raises(EncoderError, match="pip install sentence-transformers"):
        Local(folder=tmp_path)


class _Server(BaseHTTPRequestHandler):
    answer: object = None

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        rows = [{"index": n, "embedding": [float(len(text)), 1.0]} for n, text in enumerate(asked["input"])]
        body = json.dumps({"data": rows[::-1]} if self.answer is None else self.answer).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        return


def serve(answer: object = None) -> tuple[HTTPServer, str]:
    handler = type("Handler", (_Server,), {"answer": answer})
    server = HTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}/v1"


def test_an_openai_address_gives_unit_vectors_in_order() -> None:
    server, address = serve()
    encoder = OpenAICompatible(address=address, model="m")
    vectors = encoder.encode_queries(["a", "bbb"] * 50)
    server.shutdown()
    server.server_close()
    assert encoder.dim == 2
    np.testing.assert_allclose(vectors[:2], [[2**-0.5, 2**-0.5], [3 / 10**0.5, 1 / 10**0.5]], atol=1e-5)


@pytest.mark.parametrize("answer", [{"data": []}, [], {"error": "no"}])
def test_an_address_that_answers_something_else_is_named(answer: object) -> None:
    server, address = serve(answer)
    with pytest.raises(EncoderError, match=r"127\.0\.0\.1"):
        OpenAICompatible(address=address, model="m")
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("address", ["", "file:///etc/passwd", "ftp://x"])
def test_only_web_addresses_are_asked(address: str) -> None:
    with pytest.raises(EncoderError, match="http"):
        OpenAICompatible(address=address, model="m")


def test_a_silent_address_is_an_encoder_error() -> None:
    with pytest.raises(EncoderError, match="no vectors"):
        OpenAICompatible(address="http://127.0.0.1:9/v1", model="m", timeout_seconds=1)
