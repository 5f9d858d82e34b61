"""Bring your own: any server that answers `POST {address}/embeddings` as OpenAI does (vLLM, Ollama, TEI, a cloud)."""

from __future__ import annotations

import hashlib
import json
import urllib.request
from collections.abc import Sequence
from http import HTTPStatus
from urllib.error import URLError

import numpy as np
from numpy.typing import NDArray

from baken.core.search.spaces import unit
from baken.needs.encoders.errors import EncoderError

_AT_ONCE = 64


class OpenAICompatible:
    """`address` is set by the operator and starts with http:// or https://. Raises EncoderError when it fails."""

    id = "openai"
    languages: frozenset[str] | None = None
    max_chars = 4000

    def __init__(self, *, address: str, model: str, key: str = "", timeout_seconds: float = 10.0) -> None:
        if not address.startswith(("http://", "https://")):
            raise EncoderError(f"the encoder's address must start with http:// or https://, not {address!r}")
        self._address, self._model, self._key = address.rstrip("/"), model, key
        self._timeout = timeout_seconds
        self.dim = int(self.encode_queries(["ready"]).shape[1])

    @property
    def fingerprint(self) -> str:
        place = hashlib.sha256(f"{self._address}|{self._model}".encode()).hexdigest()[:16]
        return f"openai:{place}:{self.dim}"

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self.encode_documents(texts)

    def encode_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        clean = [text[: self.max_chars].replace("\x00", " ") or " " for text in texts]
        rows = [row for at in range(0, len(clean), _AT_ONCE) for row in self._ask(clean[at : at + _AT_ONCE])]
        return unit(np.array(rows, np.float32).reshape(len(texts), -1))

    def _ask(self, texts: Sequence[str]) -> list[list[float]]:
        body = json.dumps({"model": self._model, "input": list(texts), "encoding_format": "float"}).encode()
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {self._key}"} if self._key else {})
        request = urllib.request.Request(f"{self._address}/embeddings", body, headers)
        try:
            with urllib.request.urlopen(request, timeout=self._timeout) as answer:
                if answer.status != HTTPStatus.OK:
                    raise EncoderError(f"{self._address} answered {answer.status}")
                return self._rows(json.load(answer), len(texts))
        except (URLError, TimeoutError, json.JSONDecodeError) as error:
            raise EncoderError(f"{self._address} gave no vectors: {error}") from error

    def _rows(self, answer: object, expected: int) -> list[list[float]]:
        data = answer.get("data") if isinstance(answer, dict) else None
        if not isinstance(data, list) or len(data) != expected:
            raise EncoderError(f"{self._address} did not answer with one vector a text")
        return [part["embedding"] for part in sorted(data, key=lambda part: part.get("index", 0))]
