"""The outcome of a document's execution: immediate success, unless a parameter sets another one.

The parameter `/local-aws/automation/DOCUMENT` of the account in which the document runs holds JSON:
`{"status": "Failed", "message": "why", "seconds": 2, "outputs": {"step.Name": ["value"]}}`. All are optional. With the
status "InProgress" the execution runs until it is stopped.
"""

import json
from dataclasses import dataclass, field
from typing import Any

PREFIX = "/local-aws/automation/"


@dataclass(frozen=True)
class Outcome:
    """How an execution ends. `seconds` pass before it does."""

    status: str = "Success"
    message: str = ""
    seconds: float = 0.2
    outputs: dict[str, list[str]] = field(default_factory=dict)

    @property
    def ends(self) -> bool:
        """Whether the execution ends by itself."""
        return self.status != "InProgress"


def outcome_of(document: str, account: str, region: str) -> Outcome:
    """The outcome that is set for a document. Raises ValueError for text that is not the JSON described above."""
    from moto.ssm.models import ssm_backends

    found: Any = ssm_backends[account][region].get_parameter(PREFIX + document)
    if found is None:
        return Outcome()
    try:
        return Outcome(**json.loads(found.value))
    except TypeError as problem:
        raise ValueError(f"{PREFIX}{document}: {problem}") from problem
