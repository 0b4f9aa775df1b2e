"""Callers, and whether the Principal element of a statement matches them.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
"""

from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from .patterns import as_list


@dataclass(frozen=True)
class Caller:
    """A principal. `arn` is the user's, the root's or the role session's; `role_arn` the role of a session."""

    kind: str
    """One of "root", "user", "session", "federated", "anonymous", "service"."""
    account: str
    arn: str
    role_arn: str | None = None
    service: str | None = None
    """Of a service: its principal, such as events.amazonaws.com."""
    keys: dict[str, Any] = field(default_factory=dict, hash=False)
    """The caller's condition keys, in lower case."""


class Grant(Enum):
    """How a statement names a caller, because evaluation treats the four cases differently."""

    NONE = 0
    ACCOUNT = 1
    """Through its account: the account's own policies must allow it as well."""
    ROLE = 2
    """The role of the session, or everyone: permissions boundaries and session policies still limit it."""
    DIRECT = 3
    """Exactly this principal."""


def grant_of(statement: dict[str, Any], caller: Caller) -> Grant:
    """How the statement names the caller."""
    if "NotPrincipal" in statement:
        named = _named(statement["NotPrincipal"], caller)
        return Grant.NONE if named is not Grant.NONE else Grant.ROLE
    return _named(statement.get("Principal"), caller)


def _named(principal: Any, caller: Caller) -> Grant:
    if principal == "*":
        return Grant.ROLE
    if not isinstance(principal, dict):
        return Grant.NONE
    if caller.kind == "service":
        if "*" in as_list(principal.get("AWS")):
            return Grant.ROLE
        return Grant.DIRECT if caller.service in as_list(principal.get("Service")) else Grant.NONE
    grants = [_named_by(str(name), caller) for name in as_list(principal.get("AWS"))]
    return max(grants, key=lambda grant: grant.value, default=Grant.NONE)


def _named_by(name: str, caller: Caller) -> Grant:
    if name == "*":
        return Grant.ROLE
    if caller.kind == "anonymous":
        return Grant.NONE
    if name == caller.arn:
        return Grant.DIRECT
    if caller.role_arn and name == caller.role_arn:
        return Grant.ROLE
    if name == caller.account or (name.endswith(":root") and name.split(":")[4:5] == [caller.account]):
        return Grant.DIRECT if caller.kind == "root" else Grant.ACCOUNT
    return Grant.NONE
