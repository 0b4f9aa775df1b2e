"""Whether a request is allowed, given all policies that apply to it. Rows 10 and 18.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from .principals import Caller, Grant, grant_of
from .statements import Policy, Request, matching


@dataclass
class Policies:
    """Everything that may allow or deny a request."""

    identity: Sequence[Policy] = ()
    boundary: Policy | None = None
    session: Sequence[Policy] = ()
    control: Sequence[Sequence[Policy]] = field(default_factory=list)
    """Service control policies, one list per level from the account up to the root."""
    resource: Policy | None = None
    same_account: bool = True
    """Whether caller and resource belong to the same account."""
    resource_decides: bool = False
    """Whether the resource's policy must allow even in the same account: roles and KMS keys."""


@dataclass(frozen=True)
class Decision:
    """The outcome and, for a refusal, AWS's reason."""

    allowed: bool
    reason: str = ""


def decide(request: Request, caller: Caller, policies: Policies) -> Decision:
    """Evaluates a request."""
    action = request.action
    for name, group in (
        ("service control policy", [policy for level in policies.control for policy in level]),
        ("identity-based policy", policies.identity),
        ("permissions boundary", [policies.boundary] if policies.boundary else []),
        ("session policy", policies.session),
    ):
        if any(_any(policy, "Deny", request) for policy in group):
            return Decision(False, f"with an explicit deny in a {name}")
    if any(grant_of(statement, caller) is not Grant.NONE for statement in matching(policies.resource, "Deny", request)):
        return Decision(False, "with an explicit deny in a resource-based policy")
    for level in policies.control:
        if level and not any(_any(policy, "Allow", request) for policy in level):
            return Decision(False, f"because no service control policy allows the {action} action")

    granted = {grant_of(statement, caller) for statement in matching(policies.resource, "Allow", request)}
    if caller.kind in ("service", "anonymous", "root"):
        if granted - {Grant.NONE}:
            return Decision(True)
        return Decision(False, f"because no resource-based policy allows the {action} action")
    if policies.same_account and Grant.DIRECT in granted:
        return Decision(True)
    limits = _limits(request, policies)
    if limits:
        return Decision(False, f"because no {limits} allows the {action} action")
    if policies.same_account and Grant.ROLE in granted:
        return Decision(True)
    if not granted - {Grant.NONE} and (policies.resource_decides or not policies.same_account):
        return Decision(False, f"because no resource-based policy allows the {action} action")
    if any(_any(policy, "Allow", request) for policy in policies.identity):
        return Decision(True)
    return Decision(False, f"because no identity-based policy allows the {action} action")


def _limits(request: Request, policies: Policies) -> str | None:
    """The kind of policy that limits the caller and does not allow the request."""
    if policies.boundary is not None and not _any(policies.boundary, "Allow", request):
        return "permissions boundary"
    if not all(_any(policy, "Allow", request) for policy in policies.session):
        return "session policy"
    return None


def _any(policy: Policy | None, effect: str, request: Request) -> bool:
    return next(matching(policy, effect, request), None) is not None
