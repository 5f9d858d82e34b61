"""The OpenAPI description against the running API: schemathesis makes every kind of right and wrong request of it."""

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
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


@schema.parametrize()
@pytest.mark.usefixtures("in_town")
def test_the_api_does_what_its_description_says(case: schemathesis.Case) -> None:
    case.call_and_validate(checks=list(CHECKS))
