"""GuardDuty: the account and its administrator can read findings that a test announces.

An event "GuardDuty Finding" that an account's root user puts on its default bus adds the finding to GuardDuty in the
finding's account and Region, if GuardDuty is on there. localemu stores, filters and returns findings.
https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html
"""

import logging
from collections import ChainMap
from collections.abc import MutableMapping
from typing import Any

from localemu.aws.spec import load_service
from localemu.services.guardduty import findings_store, provider

from ..operations import add, error
from ..patching import wrap
from .announced import when_announced
from .guard_duty_members import administrator_of, member_accounts

LOG = logging.getLogger(__name__)

Finding = dict[str, Any]


def _remember(_account: str, _region: str, detail: dict[str, Any]) -> None:
    account, region, finding_id = (str(detail.get(name) or "") for name in ("accountId", "region", "id"))
    if not (account and region and finding_id):
        LOG.warning("a GuardDuty finding without account, Region or id is not kept: %s", detail)
        return
    detectors = _detectors(account, region)
    if not detectors:
        LOG.warning("GuardDuty is off in account %s in %s: the finding %s is not kept", account, region, finding_id)
        return
    finding = _as_answered(detail, load_service("guardduty").shape_for("Finding"))
    # A test may announce a finding with fewer members than GuardDuty's.
    finding["Service"] = {"Archived": False, "Count": 1, "DetectorId": detectors[0], **finding.get("Service", {})}
    arn = f"arn:aws:guardduty:{region}:{account}:detector/{detectors[0]}/finding/{finding_id}"
    findings_store._bucket(account, region, detectors[0])[finding_id] = {"Arn": arn, **finding}


def _as_answered(value: Any, shape: Any) -> Any:
    """A part of an event with the names of the API's model, and without unknown members."""
    if shape.type_name == "structure" and isinstance(value, dict):
        names = {member.serialization.get("name", name): name for name, member in shape.members.items()}
        return {
            names[name]: _as_answered(item, shape.members[names[name]])
            for name, item in value.items()
            if name in names and item is not None
        }
    if shape.type_name == "list" and isinstance(value, list):
        return [_as_answered(item, shape.member) for item in value]
    return value


def _detectors(account: str, region: str) -> list[str]:
    from moto.guardduty.models import guardduty_backends

    return list(guardduty_backends[account][region].detectors)


def _bucket(known: Any, account: str, region: str, detector: str) -> MutableMapping[str, Finding]:
    """The findings of a detector; an administrator's detector shows those of its members as well."""
    own = known(account, region, detector)
    members = [
        known(member, region, theirs)
        for member in member_accounts(account, region)
        for theirs in _detectors(member, region)
    ]
    return ChainMap(own, *members) if members else own


def _archiving(name: str) -> Any:
    operation = provider._INTERCEPTED_OPS[name]

    def change(context: Any, request: dict[str, Any]) -> dict[str, Any]:
        """https://docs.aws.amazon.com/guardduty/latest/APIReference/API_ArchiveFindings.html"""
        provider._require_detector(context, request["DetectorId"])
        administrator = administrator_of(context.account_id, context.region)
        if administrator:
            raise error(
                "BadRequestException",
                f"The request is rejected because the current account {context.account_id} is a member of the "
                f"GuardDuty administrator account {administrator}, which alone can archive findings.",
            )
        return operation(context, request)

    return change


def _list(context: Any, request: dict[str, Any]) -> dict[str, Any]:
    """localemu treats a name that no finding has as one that does not match."""
    known = load_service("guardduty").shape_for("Condition").members
    for name, condition in ((request.get("FindingCriteria") or {}).get("Criterion") or {}).items():
        if not condition or not set(condition) <= set(known):
            text = f"The request is rejected because the criterion {name} has no condition that is known."
            raise error("BadRequestException", text)
    return provider._handle_list_findings(context, request)


def install() -> None:
    """Stores announced findings, and lets only an administrator see and archive its members' findings."""
    when_announced("aws.guardduty", "GuardDuty Finding", _remember)
    wrap(findings_store, "_bucket")(_bucket)
    add("guardduty", {name: _archiving(name) for name in ("ArchiveFindings", "UnarchiveFindings")})
    add("guardduty", {"ListFindings": _list})
