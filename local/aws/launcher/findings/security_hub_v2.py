"""Security Hub V2: findings that a test announces can be read and updated, and every update is an event.

An event "Findings Imported V2" that an account's root user puts on its default bus adds its findings to that account,
like to a delegated administrator, and to the findings' own accounts, in the bus's Region.
https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchUpdateFindingsV2.html
"""

from collections import defaultdict
from typing import Any

from ..events.notices import put_notice
from ..operations import add, error
from .announced import when_announced

IMPORTED = "Findings Imported V2"

_STATUSES = {0: "Unknown", 1: "New", 2: "In Progress", 3: "Suppressed", 4: "Resolved", 5: "Archived", 99: "Other"}
"""https://schema.ocsf.io/1.5.0/classes/detection_finding"""
_LONGEST_COMMENT = 512

Identity = tuple[str, str, str]
"""cloud.account.uid, finding_info.uid, metadata.product.uid"""

_known: dict[tuple[str, str], dict[Identity, dict[str, Any]]] = defaultdict(dict)
"""The findings by account and Region. Both accounts of a finding have the same object."""


def _learn(account: str, region: str, detail: dict[str, Any]) -> None:
    for finding in detail.get("findings") or []:
        identity = _identity(finding)
        for viewer in {account, identity[0]}:
            _known[viewer, region][identity] = finding


def _identity(finding: dict[str, Any]) -> Identity:
    return finding["cloud"]["account"]["uid"], finding["finding_info"]["uid"], finding["metadata"]["product"]["uid"]


def _update(context: Any, request: dict[str, Any]) -> dict[str, Any]:
    comment, status = request.get("Comment"), request.get("StatusId")
    if comment is not None and (not comment.strip() or len(comment) > _LONGEST_COMMENT):
        raise error("ValidationException", f"Comment has to have 1 to {_LONGEST_COMMENT} characters")
    if status is not None and status not in _STATUSES:
        raise error("ValidationException", f"StatusId {status} is none of {list(_STATUSES)}")
    processed, unprocessed = [], []
    for identifier in request.get("FindingIdentifiers") or []:
        names = ("CloudAccountUid", "FindingInfoUid", "MetadataProductUid")
        identity = tuple(identifier[name] for name in names)
        finding = _known[context.account_id, context.region].get(identity)
        if finding is None:
            refusal = {"ErrorCode": "ResourceNotFoundException", "ErrorMessage": "Finding Not Found"}
            unprocessed.append({"FindingIdentifier": identifier, **refusal})
            continue
        if comment is not None:
            finding["comment"] = comment
        if status is not None:
            finding.update(status_id=status, status=_STATUSES[status])
        processed.append({"FindingIdentifier": identifier})
        _announce(context.region, identity, finding)
    return {"ProcessedFindings": processed, "UnprocessedFindings": unprocessed}


def _announce(region: str, identity: Identity, finding: dict[str, Any]) -> None:
    for account, at in list(_known):
        if at == region and identity in _known[account, at]:
            put_notice(account, region, "aws.securityhub", IMPORTED, {"findings": [finding]}, [identity[1]])


def _get(context: Any, request: dict[str, Any]) -> dict[str, Any]:
    """Filters are not supported: it returns all of the few findings of a test."""
    if request.get("Filters"):
        raise error("ValidationException", "filters are not supported here")
    return {"Findings": list(_known[context.account_id, context.region].values())}


def install() -> None:
    """Adds the operations to Security Hub."""
    when_announced("aws.securityhub", IMPORTED, _learn)
    add("securityhub", {"BatchUpdateFindingsV2": _update, "GetFindingsV2": _get})
