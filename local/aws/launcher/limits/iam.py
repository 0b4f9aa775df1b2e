"""IAM: names are unique in an account regardless of path and case; policies have a maximum size, without white space.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

from ..iam.stores import iam_backend, role_named
from ..operations import error

_MANAGED = 6144
_TRUST = 2048
_INLINE = {"role": 10_240, "user": 2_048, "group": 5_120}


def _size(document: str | None) -> int:
    return len(re.sub(r"\s", "", document or ""))


def _new_name(parameter: str, kind: str, names: Callable[[Any], Iterable[str]]) -> Callable[..., None]:
    def check(parameters: dict[str, Any], account: str, region: str) -> None:
        name = parameters.get(parameter) or ""
        if any(known.lower() == name.lower() for known in names(iam_backend(account))):
            raise error("EntityAlreadyExists", f"{kind} with name {name} already exists.", 409)

    return check


def _own_policies(backend: Any) -> list[str]:
    """moto stores AWS managed policies among those of the account."""
    return [one.name for one in list(backend.managed_policies.values()) if ":aws:policy/" not in one.arn]


def _profiles(backend: Any) -> list[str]:
    return [one.name for one in list(backend.instance_profiles.values())]


_new_role = _new_name("RoleName", "Role", lambda backend: [one.name for one in list(backend.roles.values())])
_new_policy = _new_name("PolicyName", "A policy", _own_policies)


def _managed(parameters: dict[str, Any], account: str, region: str) -> None:
    if _size(parameters.get("PolicyDocument")) > _MANAGED:
        raise error("LimitExceeded", f"Cannot exceed quota for PolicySize: {_MANAGED}", 409)


def _create_policy(parameters: dict[str, Any], account: str, region: str) -> None:
    _new_policy(parameters, account, region)
    _managed(parameters, account, region)


def _trust(parameters: dict[str, Any], account: str, region: str) -> None:
    document = parameters.get("AssumeRolePolicyDocument") or parameters.get("PolicyDocument")
    if _size(document) > _TRUST:
        raise error("LimitExceeded", f"Cannot exceed quota for ACLSizePerRole: {_TRUST}", 409)


def _create_role(parameters: dict[str, Any], account: str, region: str) -> None:
    _new_role(parameters, account, region)
    _trust(parameters, account, region)


def _known_policies(kind: str, account: str, name: str) -> dict[str, Any]:
    backend = iam_backend(account)
    owner = role_named(account, name) if kind == "role" else getattr(backend, f"{kind}s").get(name)
    return dict(getattr(owner, "policies", {}) or {})


def _inline(kind: str) -> Callable[..., None]:
    """All inline policies of an entity share one quota."""

    def check(parameters: dict[str, Any], account: str, region: str) -> None:
        name = parameters[f"{kind.capitalize()}Name"]
        documents = _known_policies(kind, account, name) | {parameters["PolicyName"]: parameters["PolicyDocument"]}
        if sum(_size(document) for document in documents.values()) > _INLINE[kind]:
            text = f"Maximum policy size of {_INLINE[kind]} bytes exceeded for {kind} {name}"
            raise error("LimitExceeded", text, 409)

    return check


CHECKS = {
    "CreateRole": _create_role,
    "CreateUser": _new_name("UserName", "User", lambda backend: list(backend.users)),
    "CreateGroup": _new_name("GroupName", "Group", lambda backend: list(backend.groups)),
    "CreateInstanceProfile": _new_name("InstanceProfileName", "Instance Profile", _profiles),
    "CreatePolicy": _create_policy,
    "CreatePolicyVersion": _managed,
    "UpdateAssumeRolePolicy": _trust,
    **{f"Put{kind.capitalize()}Policy": _inline(kind) for kind in _INLINE},
}
