"""The OpenAPI description against the running API: schemathesis makes every kind of right and wrong request of it."""

from collections.abc import Iterator

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
    unsupported_method,
)


def _config() -> SchemathesisConfig:
    config = SchemathesisConfig.from_dict({"seed": 1})
    config.projects.default.phases.update(phases=["examples", "coverage"])
    return config


schema = schemathesis.openapi.from_wsgi("/api/openapi.json", get_wsgi_application(), config=_config())


@pytest.fixture
def one_connection() -> Iterator[None]:
    """As Django's own test client does: the connection that holds the test's transaction stays open."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@schema.parametrize()
@pytest.mark.usefixtures("in_town", "one_connection")
def test_the_api_does_what_its_description_says(case: schemathesis.Case) -> None:
    case.call_and_validate(checks=list(CHECKS), headers={"Accept-Encoding": "identity"})
