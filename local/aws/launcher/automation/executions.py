"""Row 15: Automation executions start, end, can be stopped, and send events. No step of a document runs.

https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartAutomationExecution.html
https://docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-systems-manager-event-examples.html
"""

import threading
import uuid
from datetime import UTC, datetime
from typing import Any

from ..events.notices import put_notice
from ..iam.roles import trusts_service
from ..operations import add, error
from .outcomes import outcome_of

STATUS_CHANGE = "EC2 Automation Execution Status-change Notification"
_AMAZON = ("AWS-", "AWSSupport-", "AWSConfigRemediation-", "AWSEC2-", "AWSDocs-", "AWSIncidents-")
_ENDED = ("Success", "Failed", "Cancelled", "TimedOut", "Rejected", "Exited")

_executions: dict[tuple[str, str, str], dict[str, Any]] = {}
"""Executions by account, Region and id."""
_lock = threading.Lock()


def _start(context: Any, request: dict[str, Any]) -> dict[str, Any]:
    document = request["DocumentName"]
    parameters = request.get("Parameters") or {}
    _check_document(context, document)
    for role in parameters.get("AutomationAssumeRole") or []:
        if not trusts_service(role, "ssm.amazonaws.com"):
            raise error(
                "InvalidAutomationExecutionParametersException", "The defined assume role is unable to be assumed."
            )
    try:
        outcome = outcome_of(document, context.account_id, context.region)
    except ValueError as problem:
        raise error("InvalidAutomationExecutionParametersException", str(problem)) from problem
    execution_id = str(uuid.uuid4())
    token = request.get("ClientToken")
    execution = {
        "AutomationExecutionId": execution_id,
        "DocumentName": document,
        "DocumentVersion": request.get("DocumentVersion") or "1",
        "Parameters": parameters,
        "AutomationExecutionStatus": "InProgress",
        "ExecutionStartTime": datetime.now(UTC),
        "StepExecutions": [],
        "StepExecutionsTruncated": False,
        "Outputs": {},
        "Mode": request.get("Mode") or "Auto",
        "ExecutedBy": _caller(context),
    }
    with _lock:
        for (account, region, known_id), known in _executions.items():
            if token and (account, region) == (context.account_id, context.region) and known.get("_token") == token:
                if known["Parameters"] != parameters or known["DocumentName"] != document:
                    raise error("IdempotentParameterMismatch", "The token was used with other parameters")
                return {"AutomationExecutionId": known_id}
        execution["_token"] = token
        _executions[context.account_id, context.region, execution_id] = execution
    _announce(context.account_id, context.region, execution)
    if outcome.ends:
        timer = threading.Timer(
            outcome.seconds,
            _end,
            [context.account_id, context.region, execution, outcome.status, outcome.message, outcome.outputs],
        )
        timer.daemon = True
        timer.start()
    return {"AutomationExecutionId": execution_id}


def _check_document(context: Any, name: str) -> None:
    from moto.ssm.models import ssm_backends

    if name.startswith(_AMAZON):
        return
    if name not in ssm_backends[context.account_id][context.region]._documents:
        raise error("AutomationDefinitionNotFoundException", f"Automation document {name} does not exist")


def _caller(context: Any) -> str:
    from localemu.services.iam_enforcement import enforcer, identity

    key = enforcer._extract_access_key(context)
    found = identity.resolve_caller(key, context.account_id, context.region) if key else None
    return found.arn if found else ""


def _get(context: Any, request: dict[str, Any]) -> dict[str, Any]:
    return {"AutomationExecution": _shown(_known(context, request))}


def _stop(context: Any, request: dict[str, Any]) -> dict[str, Any]:
    execution = _known(context, request)
    if execution["AutomationExecutionStatus"] in _ENDED:
        raise error("InvalidAutomationStatusUpdateException", "The execution has ended already")
    _end(context.account_id, context.region, execution, "Cancelled", "Stopped by request", {})
    return {}


def _describe(context: Any, request: dict[str, Any]) -> dict[str, Any]:
    own = [one for (account, region, _), one in _executions.items() if (account, region) == _place(context)]
    names = {"DocumentNamePrefix": "DocumentName", "ExecutionStatus": "AutomationExecutionStatus"}
    for one in request.get("Filters") or []:
        if one["Key"] == "ExecutionId":
            own = [found for found in own if found["AutomationExecutionId"] in one["Values"]]
        elif one["Key"] in names:
            own = [found for found in own if found[names[one["Key"]]].startswith(tuple(one["Values"]))]
        else:
            raise error("InvalidFilterKey", f"The filter {one['Key']} is not known here")
    left_out = ("StepExecutions", "StepExecutionsTruncated", "Parameters")
    shown = [{name: value for name, value in _shown(one).items() if name not in left_out} for one in own]
    return {"AutomationExecutionMetadataList": shown}


def _place(context: Any) -> tuple[str, str]:
    return context.account_id, context.region


def _known(context: Any, request: dict[str, Any]) -> dict[str, Any]:
    execution = _executions.get((*_place(context), request["AutomationExecutionId"]))
    if execution is None:
        raise error("AutomationExecutionNotFoundException", "There is no automation execution with this id")
    return execution


def _shown(execution: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in execution.items() if not name.startswith("_")}


def _end(
    account: str, region: str, execution: dict[str, Any], status: str, message: str, outputs: dict[str, list[str]]
) -> None:
    with _lock:
        if execution["AutomationExecutionStatus"] in _ENDED:
            return
        execution |= {"AutomationExecutionStatus": status, "ExecutionEndTime": datetime.now(UTC), "Outputs": outputs}
        if message:
            execution["FailureMessage"] = message
    _announce(account, region, execution)


def _announce(account: str, region: str, execution: dict[str, Any]) -> None:
    times = {
        name: execution[key].strftime("%b %d, %Y, %I:%M:%S %p")
        for name, key in (("StartTime", "ExecutionStartTime"), ("EndTime", "ExecutionEndTime"))
        if key in execution
    }
    detail = {
        "ExecutionId": execution["AutomationExecutionId"],
        "Definition": execution["DocumentName"],
        "DefinitionVersion": float(execution["DocumentVersion"]),
        "Status": execution["AutomationExecutionStatus"],
        **times,
        "Time": round((datetime.now(UTC) - execution["ExecutionStartTime"]).total_seconds(), 1),
        "ExecutedBy": execution["ExecutedBy"],
    }
    base = f"arn:aws:ssm:{region}:{account}:"
    resources = [
        f"{base}automation-execution/{execution['AutomationExecutionId']}",
        f"{base}automation-definition/{execution['DocumentName']}:{execution['DocumentVersion']}",
    ]
    put_notice(account, region, "aws.ssm", STATUS_CHANGE, detail, resources)


def install() -> None:
    """Adds the operations to Systems Manager."""
    add(
        "ssm",
        {
            "StartAutomationExecution": _start,
            "GetAutomationExecution": _get,
            "StopAutomationExecution": _stop,
            "DescribeAutomationExecutions": _describe,
        },
    )
