"""Access to localemu's and moto's data for IAM: organizations, roles, sessions."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any


def organizations() -> Iterator[Any]:
    """Every organization backend that has an organization."""
    from moto.organizations.models import organizations_backends

    for backends in list(organizations_backends.values()):
        backend = backends["aws"] if "aws" in backends else None
        if backend is not None and backend.org is not None:
            yield backend


def organization_of(account: str) -> Any | None:
    """The backend of the organization that an account belongs to."""
    return next((one for one in organizations() if any(member.id == account for member in one.accounts)), None)


def organization_path(account: str) -> tuple[str, str] | None:
    """Organization id and path (`o-.../r-.../ou-.../`) of an account.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
    """
    backend = organization_of(account)
    if backend is None:
        return None
    member = next(one for one in backend.accounts if one.id == account)
    units: list[str] = []
    parent = member.parent_id
    while parent is not None:
        unit = next((one for one in backend.ou if one.id == parent), None)
        units.insert(0, parent)
        parent = getattr(unit, "parent_id", None)
    return backend.org.id, "/".join([backend.org.id, *units]) + "/"


def service_control_policies(account: str) -> list[list[dict[str, Any]]]:
    """The service control policies of an account, its units and the root, one list per level. Row 10.

    https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html
    """
    backend = organization_of(account)
    if backend is None or account == backend.org.master_account_id:
        return []
    levels = []
    node = next(one for one in backend.accounts if one.id == account)
    while node is not None:
        policies = [one for one in node.attached_policies if one.type == "SERVICE_CONTROL_POLICY"]
        levels.append([json.loads(one.content) for one in policies])
        node = next((one for one in backend.ou if one.id == getattr(node, "parent_id", None)), None)
    return levels


def iam_backend(account: str) -> Any:
    """moto's IAM of an account."""
    from moto.iam.models import iam_backends

    return iam_backends[account]["global"]


def role_named(account: str, name: str) -> Any | None:
    """The role of an account by its name, which is unique across paths."""
    return next((role for role in iam_backend(account).roles.values() if role.name == name), None)


def boundary_of(entity: Any) -> str | None:
    """The ARN of the permissions boundary of a user or role: moto stores a role's, localemu a user's."""
    return getattr(entity, "permissions_boundary_arn", None) or getattr(entity, "permissions_boundary", None)


def session_of(account: str, access_key: str) -> dict[str, Any] | None:
    """STS's data about temporary credentials."""
    from localemu.services.sts.models import sts_store_lock, sts_stores

    with sts_store_lock:
        return sts_stores[account]["us-east-1"].sessions.get(access_key)


def age_sessions(account: str, seconds: int) -> None:
    """Lets the ends of all sessions of an account come sooner, as if this time had passed."""
    from localemu.services.sts.models import sts_store_lock, sts_stores

    with sts_store_lock:
        for session in sts_stores[account]["us-east-1"].sessions.values():
            if session["expiration"] is not None:
                session["expiration"] -= timedelta(seconds=seconds)
