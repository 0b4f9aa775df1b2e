"""Row 16: evaluations are stored by rule and resource, can be queried, and a change of compliance sends an event.

https://docs.aws.amazon.com/config/latest/APIReference/API_PutEvaluations.html
https://docs.aws.amazon.com/config/latest/developerguide/monitor-config-with-cloudwatchevents.html
"""

from collections import defaultdict
from datetime import UTC, datetime
from typing import Any

from ..events.notices import put_notice
from ..operations import add
from .custom_rules import rule, rule_of_token, rules

COMPLIANCE_CHANGE = "Config Rules Compliance Change"

_Resource = tuple[str, str]
"""Type and id."""

_results: dict[tuple[str, str, str], dict[_Resource, dict[str, Any]]] = defaultdict(dict)
"""Evaluation results by account, Region and id of the rule, then by resource."""


def _put(context: Any, request: dict[str, Any]) -> dict[str, Any]:
    name = rule_of_token(context, request["ResultToken"])
    if request.get("TestMode"):
        return {"FailedEvaluations": []}
    found = rule(context, name)
    results = _results[context.account_id, context.region, found.config_rule_id]
    for evaluation in request.get("Evaluations") or []:
        resource = (evaluation["ComplianceResourceType"], evaluation["ComplianceResourceId"])
        if evaluation["ComplianceType"] == "NOT_APPLICABLE":
            results.pop(resource, None)
            continue
        old, new = results.get(resource), _result(name, resource, evaluation)
        results[resource] = new
        if old is None or old["ComplianceType"] != new["ComplianceType"]:
            _announce(context, found, resource, old, new)
    return {"FailedEvaluations": []}


def _result(name: str, resource: _Resource, evaluation: dict[str, Any]) -> dict[str, Any]:
    now = datetime.now(UTC)
    qualifier = {"ConfigRuleName": name, "ResourceType": resource[0], "ResourceId": resource[1]}
    identifier = {"EvaluationResultQualifier": qualifier, "OrderingTimestamp": evaluation["OrderingTimestamp"]}
    return {
        "EvaluationResultIdentifier": identifier,
        "ComplianceType": evaluation["ComplianceType"],
        "ResultRecordedTime": now,
        "ConfigRuleInvokedTime": now,
        **({"Annotation": evaluation["Annotation"]} if evaluation.get("Annotation") else {}),
    }


def _announce(context: Any, found: Any, resource: _Resource, old: Any, new: Any) -> None:
    detail = {
        "resourceId": resource[1],
        "awsRegion": context.region,
        "awsAccountId": context.account_id,
        "configRuleName": found.config_rule_name,
        "recordVersion": "1.0",
        "configRuleARN": found.config_rule_arn,
        "messageType": "ComplianceChangeNotification",
        "newEvaluationResult": _as_event(new),
        **({"oldEvaluationResult": _as_event(old)} if old else {}),
        "notificationCreationTime": _text(datetime.now(UTC)),
        "resourceType": resource[0],
    }
    put_notice(context.account_id, context.region, "aws.config", COMPLIANCE_CHANGE, detail, [])


def _as_event(value: Any) -> Any:
    """The result in the form of the event: names start with a lower-case letter, times are text."""
    if isinstance(value, dict):
        return {name[0].lower() + name[1:]: _as_event(item) for name, item in value.items()}
    return _text(value) if isinstance(value, datetime) else value


def _text(time: datetime) -> str:
    return time.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _of_rule(context: Any, name: str) -> list[dict[str, Any]]:
    return list(_results[context.account_id, context.region, rule(context, name).config_rule_id].values())


def _wanted(results: list[dict[str, Any]], request: dict[str, Any]) -> list[dict[str, Any]]:
    types = request.get("ComplianceTypes")
    return [one for one in results if not types or one["ComplianceType"] in types]


def _page(results: list[Any], request: dict[str, Any]) -> tuple[list[Any], dict[str, str]]:
    start, size = int(request.get("NextToken") or 0), int(request.get("Limit") or 0) or 100
    more = {"NextToken": str(start + size)} if len(results) > start + size else {}
    return results[start : start + size], more


def _details_by_rule(context: Any, request: dict[str, Any]) -> dict[str, Any]:
    results, more = _page(_wanted(_of_rule(context, request["ConfigRuleName"]), request), request)
    return {"EvaluationResults": results, **more}


def _details_by_resource(context: Any, request: dict[str, Any]) -> dict[str, Any]:
    resource = (request.get("ResourceType"), request.get("ResourceId"))
    results = [one for name in rules(context) for one in _of_rule(context, name) if _resource_of(one) == resource]
    return {"EvaluationResults": _wanted(results, request)}


def _resource_of(result: dict[str, Any]) -> _Resource:
    qualifier = result["EvaluationResultIdentifier"]["EvaluationResultQualifier"]
    return qualifier["ResourceType"], qualifier["ResourceId"]


def _compliance_by_rule(context: Any, request: dict[str, Any]) -> dict[str, Any]:
    names = request.get("ConfigRuleNames") or list(rules(context))
    summaries = [{"ConfigRuleName": name, "Compliance": _compliance(_of_rule(context, name))} for name in names]
    types = request.get("ComplianceTypes")
    return {
        "ComplianceByConfigRules": [
            one for one in summaries if not types or one["Compliance"]["ComplianceType"] in types
        ]
    }


def _compliance(results: list[dict[str, Any]]) -> dict[str, Any]:
    if not results:
        return {"ComplianceType": "INSUFFICIENT_DATA"}
    bad = sum(one["ComplianceType"] == "NON_COMPLIANT" for one in results)
    if not bad:
        return {"ComplianceType": "COMPLIANT"}
    count = {"CappedCount": min(bad, 25), "CapExceeded": bad > 25}
    return {"ComplianceType": "NON_COMPLIANT", "ComplianceContributorCount": count}


def _evaluation_status(context: Any, request: dict[str, Any]) -> dict[str, Any]:
    """No evaluation fails here; errors of a function do not count."""
    names = request.get("ConfigRuleNames") or list(rules(context))
    statuses, more = _page([_status(context, rule(context, name)) for name in names], request)
    return {"ConfigRulesEvaluationStatus": statuses, **more}


def _status(context: Any, found: Any) -> dict[str, Any]:
    times = [one["ResultRecordedTime"] for one in _of_rule(context, found.config_rule_name)]
    return {
        "ConfigRuleName": found.config_rule_name,
        "ConfigRuleArn": found.config_rule_arn,
        "ConfigRuleId": found.config_rule_id,
        "FirstEvaluationStarted": bool(times),
        **({"LastSuccessfulEvaluationTime": max(times)} if times else {}),
    }


def install() -> None:
    """Adds the operations to AWS Config."""
    add(
        "config",
        {
            "PutEvaluations": _put,
            "GetComplianceDetailsByConfigRule": _details_by_rule,
            "GetComplianceDetailsByResource": _details_by_resource,
            "DescribeComplianceByConfigRule": _compliance_by_rule,
            "DescribeConfigRuleEvaluationStatus": _evaluation_status,
        },
    )
