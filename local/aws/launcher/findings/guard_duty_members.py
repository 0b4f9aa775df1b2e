"""GuardDuty: the administrator of an organization and its members.

https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_organizations.html
"""

from collections import defaultdict
from datetime import UTC, datetime
from typing import Any

from ..iam.stores import organization_of
from ..operations import add, error

_members: dict[tuple[str, str], dict[str, dict[str, Any]]] = defaultdict(dict)
"""Members by administrator and Region, then by account, in the form of ListMembers."""


def member_accounts(administrator: str, region: str) -> list[str]:
    """The accounts whose findings an administrator account sees."""
    return [account for account, member in _members[administrator, region].items() if _enabled(member)]


def administrator_of(account: str, region: str) -> str | None:
    """The administrator of a member account in a Region; None for an account without one."""
    return next(
        (
            administrator
            for (administrator, where), members in list(_members.items())
            if where == region and account in members and _enabled(members[account])
        ),
        None,
    )


def _enabled(member: dict[str, Any]) -> bool:
    return member["RelationshipStatus"] == "Enabled"


def _backend(account: str, region: str) -> Any:
    from moto.guardduty.models import guardduty_backends

    return guardduty_backends[account][region]


def own_detector(context: Any, request: dict[str, Any]) -> str:
    """The detector that a request names. Raises BadRequestException if the caller's account does not have it."""
    detector = request["DetectorId"]
    if detector not in _backend(context.account_id, context.region).detectors:
        raise error(
            "BadRequestException",
            f"The request is rejected because the input detectorId {detector} is not owned by the current account.",
        )
    return detector


def _create(context: Any, request: dict[str, Any]) -> dict[str, Any]:
    """Accounts of the organization become members immediately, and GuardDuty is enabled in them."""
    own_detector(context, request)
    organization = organization_of(context.account_id)
    management = organization.org.master_account_id if organization else None
    if not management or context.account_id not in _backend(management, context.region).admin_account_ids:
        raise error(
            "BadRequestException",
            f"The request is rejected because account {context.account_id} is not the organization's delegated "
            "administrator of GuardDuty. The local AWS has no invitations: use EnableOrganizationAdminAccount.",
        )
    accounts = {account.id for account in organization.accounts}
    unprocessed = []
    for details in request["AccountDetails"]:
        account = details["AccountId"]
        if account not in accounts or account == context.account_id:
            reason = "The request is rejected because the account is not a member of the organization."
            unprocessed.append({"AccountId": account, "Result": reason})
            continue
        theirs = _backend(account, context.region)
        if not theirs.detectors:
            theirs.create_detector(True, "SIX_HOURS", {}, {}, [])
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        _members[context.account_id, context.region][account] = {
            "AccountId": account,
            "DetectorId": next(iter(theirs.detectors)),
            "MasterId": context.account_id,
            "AdministratorId": context.account_id,
            "Email": details["Email"],
            "RelationshipStatus": "Enabled",
            "InvitedAt": now,
            "UpdatedAt": now,
        }
    return {"UnprocessedAccounts": unprocessed}


def _list(context: Any, request: dict[str, Any]) -> dict[str, Any]:
    own_detector(context, request)
    members = _members[context.account_id, context.region].values()
    associated = str(request.get("OnlyAssociated") or "true").lower() != "false"
    return {"Members": [member for member in members if _enabled(member) or not associated]}


def _disassociate(context: Any, request: dict[str, Any]) -> dict[str, Any]:
    return _of_each(context, request, lambda members, account: members[account].update(RelationshipStatus="Removed"))


def _delete(context: Any, request: dict[str, Any]) -> dict[str, Any]:
    return _of_each(context, request, lambda members, account: members.pop(account))


def _of_each(context: Any, request: dict[str, Any], change: Any) -> dict[str, Any]:
    own_detector(context, request)
    members = _members[context.account_id, context.region]
    unprocessed = []
    for account in request["AccountIds"]:
        if account in members:
            change(members, account)
        else:
            reason = "The request is rejected because the given account ID is not an associated member."
            unprocessed.append({"AccountId": account, "Result": reason})
    return {"UnprocessedAccounts": unprocessed}


def _administrator(context: Any, request: dict[str, Any]) -> dict[str, Any]:
    own_detector(context, request)
    administrator = administrator_of(context.account_id, context.region)
    return {"Administrator": {"AccountId": administrator, "RelationshipStatus": "Enabled"}} if administrator else {}


def install() -> None:
    """Adds the operations to GuardDuty."""
    add(
        "guardduty",
        {
            "CreateMembers": _create,
            "ListMembers": _list,
            "DisassociateMembers": _disassociate,
            "DeleteMembers": _delete,
            "GetAdministratorAccount": _administrator,
        },
    )
