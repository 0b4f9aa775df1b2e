"""The statements of a policy that match a request.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from .conditions import Context, conditions_hold
from .patterns import as_list, fill_variables, like

Policy = dict[str, Any]


@dataclass(frozen=True)
class Request:
    """One action on one resource. `resources` are the ARNs by which policies may name that resource."""

    action: str
    resources: Sequence[str]
    context: Context


def parse(document: Any) -> Policy | None:
    """A policy document that may be JSON text; None for a missing one."""
    if not document:
        return None
    return json.loads(document) if isinstance(document, (str, bytes)) else document


def matching(policy: Policy | None, effect: str, request: Request) -> Iterator[dict[str, Any]]:
    """The statements of a policy with this effect that match the request, independent of the caller."""
    for statement in as_list((policy or {}).get("Statement")):
        if (
            statement.get("Effect") == effect
            and _names_action(statement, request.action)
            and _names_resource(statement, request)
            and conditions_hold(statement.get("Condition"), request.context)
        ):
            yield statement


def _names_action(statement: dict[str, Any], action: str) -> bool:
    negated = "NotAction" in statement
    patterns = as_list(statement.get("NotAction" if negated else "Action"))
    return any(like(pattern.lower(), action.lower()) for pattern in patterns) != negated


def _names_resource(statement: dict[str, Any], request: Request) -> bool:
    if "Resource" not in statement and "NotResource" not in statement:
        return True  # trust policies have no Resource: they apply to their own role
    negated = "NotResource" in statement
    filled = (
        fill_variables(pattern, request.context)
        for pattern in as_list(statement.get("NotResource" if negated else "Resource"))
    )
    patterns = [pattern for pattern in filled if pattern is not None]
    return any(like(pattern, arn) for pattern in patterns for arn in request.resources) != negated
