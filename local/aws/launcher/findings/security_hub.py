"""Rows 12 and 13: custom actions, filtered findings, and the events about imported and updated findings.

https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cwe-event-formats.html
"""

from collections import defaultdict
from datetime import UTC, datetime
from typing import Any

from ..events.notices import put_notice
from ..operations import add, error
from ..patching import replace
from .filters import matches

IMPORTED = "Security Hub Findings - Imported"

_UPDATABLE = (
    "Workflow",
    "Severity",
    "UserDefinedFields",
    "VerificationState",
    "Confidence",
    "Criticality",
    "Types",
    "RelatedFindings",
)

_actions: dict[tuple[str, str], dict[str, dict[str, Any]]] = defaultdict(dict)
"""Custom actions by account and Region, then by ARN."""


def _create_action(context: Any, request: dict[str, Any]) -> dict[str, Any]:
    arn = f"arn:aws:securityhub:{context.region}:{context.account_id}:action/custom/{request['Id']}"
    known = _actions[context.account_id, context.region]
    if arn in known:
        raise error("ResourceConflictException", f"Action target {arn} already exists", 409)
    known[arn] = {"ActionTargetArn": arn, "Name": request["Name"], "Description": request["Description"]}
    return {"ActionTargetArn": arn}


def _action(context: Any, arn: str) -> dict[str, Any]:
    known = _actions[context.account_id, context.region]
    if arn not in known:
        raise error("ResourceNotFoundException", f"Action target {arn} was not found", 404)
    return known[arn]


def _describe_actions(context: Any, request: dict[str, Any]) -> dict[str, Any]:
    arns = request.get("ActionTargetArns") or list(_actions[context.account_id, context.region])
    return {"ActionTargets": [_action(context, arn) for arn in arns]}


def _update_action(context: Any, request: dict[str, Any]) -> dict[str, Any]:
    _action(context, request["ActionTargetArn"]).update(
        {name: request[name] for name in ("Name", "Description") if request.get(name)}
    )
    return {}


def _delete_action(context: Any, request: dict[str, Any]) -> dict[str, Any]:
    _action(context, request["ActionTargetArn"])
    del _actions[context.account_id, context.region][request["ActionTargetArn"]]
    return {"ActionTargetArn": request["ActionTargetArn"]}


def _findings(context: Any) -> list[Any]:
    from moto.securityhub.models import securityhub_backends

    return securityhub_backends[context.account_id][context.region].findings


def _get_findings(context: Any, request: dict[str, Any]) -> dict[str, Any]:
    try:
        found = [one.data for one in _findings(context) if matches(one.data, request.get("Filters") or {})]
    except (KeyError, ValueError) as problem:
        raise error("InvalidInputException", f"Invalid filter: {problem}") from problem
    start, size = int(request.get("NextToken") or 0), int(request.get("MaxResults") or 100)
    more = {"NextToken": str(start + size)} if len(found) > start + size else {}
    return {"Findings": found[start : start + size], **more}


def _import_findings(context: Any, request: dict[str, Any]) -> dict[str, Any]:
    from moto.securityhub.models import securityhub_backends

    backend = securityhub_backends[context.account_id][context.region]
    failed_count, success_count, failed = backend.batch_import_findings(request["Findings"])
    failed_ids = {one["Id"] for one in failed}
    for finding in backend.findings:
        if any(finding.id == given["Id"] and given["Id"] not in failed_ids for given in request["Findings"]):
            finding.data.setdefault("Workflow", {"Status": "NEW"})
            finding.data.setdefault("RecordState", "ACTIVE")
            _announce(context, finding.data)
    return {"FailedCount": failed_count, "SuccessCount": success_count, "FailedFindings": failed}


def _update_findings(context: Any, request: dict[str, Any]) -> dict[str, Any]:
    processed, unprocessed = [], []
    for identifier in request["FindingIdentifiers"]:
        wanted = (identifier["Id"], identifier["ProductArn"])
        known = [one.data for one in _findings(context) if (one.data["Id"], one.data["ProductArn"]) == wanted]
        if not known:
            refusal = {"ErrorCode": "FindingNotFound", "ErrorMessage": "Finding Not Found"}
            unprocessed.append({"FindingIdentifier": identifier, **refusal})
            continue
        known[0].update({name: request[name] for name in _UPDATABLE if name in request})
        if "Note" in request:
            known[0]["Note"] = {**request["Note"], "UpdatedAt": datetime.now(UTC).isoformat()}
        processed.append(identifier)
        _announce(context, known[0])
    return {"ProcessedFindings": processed, "UnprocessedFindings": unprocessed}


def _announce(context: Any, finding: dict[str, Any]) -> None:
    put_notice(
        context.account_id,
        context.region,
        "aws.securityhub",
        IMPORTED,
        {"findings": [finding]},
        [f"{finding['ProductArn']}/{finding['Id']}"],
    )


def install() -> None:
    """Adds the operations to Security Hub, and lets it answer errors as JSON, as its protocol says."""
    from moto.core.exceptions import JsonRESTError
    from moto.securityhub import models

    replace(models, "RESTError", JsonRESTError)
    add(
        "securityhub",
        {
            "CreateActionTarget": _create_action,
            "DescribeActionTargets": _describe_actions,
            "UpdateActionTarget": _update_action,
            "DeleteActionTarget": _delete_action,
            "GetFindings": _get_findings,
            "BatchImportFindings": _import_findings,
            "BatchUpdateFindings": _update_findings,
        },
    )
