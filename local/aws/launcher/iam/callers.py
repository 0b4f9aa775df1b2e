"""Turns credentials into a caller with its condition keys and its own policies.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

from typing import Any

from localemu.services.iam_enforcement import identity

from ..policies.decision import Policies
from ..policies.principals import Caller
from . import stores


def caller_of(access_key: str, account: str, region: str) -> Caller | None:
    """The principal that an access key belongs to; None for an unknown, inactive or expired key."""
    found = identity.resolve_caller(access_key, account, region)
    if found is None:
        return None
    kind = {
        "Root": "root",
        "User": "user",
        "AssumedRole": "session",
        "FederatedUser": "federated",
        "Anonymous": "anonymous",
    }[found.principal_type]
    role = stores.role_named(account, found.role_name) if kind == "session" and found.role_name else None
    keys = {name.lower(): value for name, value in found.tags.items()}
    if kind != "anonymous":
        keys |= _principal_keys(found, account, kind, role)
    return Caller(kind, account, found.arn, role_arn=role.arn if role else None, keys=keys)


def service_caller(service: str, account: str, source_arn: str | None) -> Caller:
    """An AWS service that acts for a resource, such as a rule that delivers an event. Row 19."""
    principal = service if "." in service else f"{service}.amazonaws.com"
    source_account = (source_arn or "").split(":")[4:5] or [account]
    keys: dict[str, Any] = {
        "aws:principalisawsservice": "true",
        "aws:principalservicename": principal,
        "aws:sourceaccount": source_account[0] or account,
    }
    if source_arn:
        keys["aws:sourcearn"] = source_arn
    if service == "cloudwatch":
        keys["aws:sourceowner"] = keys["aws:sourceaccount"]  # the default policy of a topic uses it to allow alarms
    if path := stores.organization_path(keys["aws:sourceaccount"]):
        keys["aws:sourceorgid"], keys["aws:sourceorgpaths"] = path[0], [path[1]]
    return Caller("service", keys["aws:sourceaccount"], principal, service=principal, keys=keys)


def own_policies(access_key: str, caller: Caller, region: str) -> Policies:
    """The identity, boundary, session and service control policies of a caller."""
    if caller.kind not in ("user", "session", "federated"):
        return Policies()
    found = identity.resolve_caller(access_key, caller.account, region)
    return Policies(
        identity=identity.get_identity_policies(found),
        boundary=identity.get_permission_boundary(found),
        session=identity.get_session_policies(found),
        control=stores.service_control_policies(caller.account),
    )


def _principal_keys(found: Any, account: str, kind: str, role: Any) -> dict[str, Any]:
    arn = role.arn if role else found.arn
    keys: dict[str, Any] = {
        "aws:principalarn": arn,
        "aws:principalaccount": account,
        "aws:principaltype": {"root": "Account", "user": "User", "federated": "FederatedUser"}.get(kind, "AssumedRole"),
        "aws:principalisawsservice": "false",
    }
    if path := stores.organization_path(account):
        keys["aws:principalorgid"], keys["aws:principalorgpaths"] = path[0], [path[1]]
    if found.username and kind == "user":
        keys["aws:username"] = found.username
        keys["aws:userid"] = stores.iam_backend(account).users[found.username].id
    if kind == "root":
        keys["aws:userid"] = account
    if role:
        keys["aws:userid"] = f"{role.id}:{found.session_name}"
    if found.source_identity:
        keys["aws:sourceidentity"] = found.source_identity
    session = stores.session_of(account, found.access_key_id)
    if session:
        if session.get("issued_at"):
            keys["aws:tokenissuetime"] = session["issued_at"].strftime("%Y-%m-%dT%H:%M:%SZ")
        if session.get("mfa_authenticated"):
            keys["aws:multifactorauthpresent"] = "true"
    return keys
