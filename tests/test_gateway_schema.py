"""The gateway keeps to its own description, whatever it is called with."""

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from pair import GATEWAY, ISSUING
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import (
    negative_data_rejection,
    positive_data_acceptance,
)

CENTER = "9900013707"
EXAMPLES = 40
OPERATIONS = 9
# XML is described by a schema of its own, so a random text is rightly refused; and what
# the tool calls wrong may be right again by the time it is sent.
NOT_JUDGED = [positive_data_acceptance, negative_data_rejection]


@pytest.fixture(scope="session")
def gateway(address):
    """Return the description that the server itself hands out."""
    schema = schemathesis.openapi.from_url(f"{address}{GATEWAY}/openapi.json")
    schema.config.update(base_url=f"{address}{GATEWAY}")
    return schema


@pytest.fixture(scope="session")
def key(rpc):
    """Return a key of the center."""
    [center] = rpc("clerk").call(
        "social.interagency.participant", "search", [["inn", "=", CENTER]]
    )
    administrator = rpc("administrator")
    [wizard] = administrator.call(ISSUING, "create", [{"participant_id": center}])
    shown = administrator.call(ISSUING, "action_issue", [wizard])
    return shown["context"]["default_key"]


def explore(operation, mode, key):
    """Call an operation with what its description allows or forbids; return how often.

    :raises Exception: the check that failed, with the call that shows it
    """
    tried = []

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    def call(case):
        tried.append(case)
        case.call_and_validate(
            headers={"Authorization": f"Bearer {key}"},
            excluded_checks=NOT_JUDGED,
            timeout=30,
        )

    call()
    return len(tried)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_every_answer_is_one_that_the_description_names(gateway, key, mode, tell):
    operations = [found.ok() for found in gateway.get_all_operations()]
    assert len(operations) == OPERATIONS
    tried = sum(explore(operation, mode, key) for operation in operations)
    tell(f"Gateway, {mode.value} inputs tried: {tried}")
    assert tried > OPERATIONS
