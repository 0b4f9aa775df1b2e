"""The filters of securityhub:GetFindings.

https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsSecurityFindingFilters.html
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

_PATHS = {
    "WorkflowStatus": "Workflow.Status",
    "SeverityLabel": "Severity.Label",
    "SeverityNormalized": "Severity.Normalized",
    "SeverityProduct": "Severity.Product",
    "ResourceId": "Resources.Id",
    "ResourceType": "Resources.Type",
    "ResourceRegion": "Resources.Region",
    "ResourcePartition": "Resources.Partition",
    "ResourceTags": "Resources.Tags",
    "Type": "Types",
    "ComplianceStatus": "Compliance.Status",
    "ComplianceSecurityControlId": "Compliance.SecurityControlId",
    "NoteText": "Note.Text",
    "RecommendationText": "Remediation.Recommendation.Text",
}

_COMPARISONS: dict[str, Callable[[str, str], bool]] = {
    "EQUALS": lambda found, wanted: found == wanted,
    "PREFIX": str.startswith,
    "CONTAINS": lambda found, wanted: wanted in found,
    "NOT_EQUALS": lambda found, wanted: found != wanted,
    "PREFIX_NOT_EQUALS": lambda found, wanted: not found.startswith(wanted),
    "NOT_CONTAINS": lambda found, wanted: wanted not in found,
}


def matches(finding: dict[str, Any], filters: dict[str, list[dict[str, Any]]]) -> bool:
    """Whether a finding passes every filter. Raises ValueError for an unknown form of filter."""
    return all(_passes(_values(finding, _PATHS.get(name, name)), wanted) for name, wanted in filters.items())


def _values(finding: Any, path: str) -> list[Any]:
    found = [finding]
    for step in path.split("."):
        lists = [one if isinstance(one, list) else [one] for one in found]
        found = [item[step] for items in lists for item in items if isinstance(item, dict) and step in item]
    return [value for one in found for value in (one if isinstance(one, list) else [one])]


def _passes(values: list[Any], wanted: list[dict[str, Any]]) -> bool:
    """Combines conditions of one name: one positive condition suffices, but every negative one must hold."""
    positive = [one for one in wanted if "NOT" not in one.get("Comparison", "")]
    negative = [one for one in wanted if "NOT" in one.get("Comparison", "")]
    return (not positive or any(_holds(value, one) for value in values for one in positive)) and all(
        _holds(value, one) for value in values for one in negative
    )


def _holds(value: Any, condition: dict[str, Any]) -> bool:
    if isinstance(value, dict) and "Key" in condition:
        value = value.get(condition["Key"], "")
    if "Comparison" in condition:
        return _COMPARISONS[condition["Comparison"]](str(value), condition["Value"])
    if "DateRange" in condition:
        return _date(value) >= datetime.now(UTC) - timedelta(days=condition["DateRange"]["Value"])
    if "Start" in condition or "End" in condition:
        return _date(condition.get("Start") or value) <= _date(value) <= _date(condition.get("End") or value)
    if "Gte" in condition or "Lte" in condition:
        return condition.get("Gte", float("-inf")) <= float(value) <= condition.get("Lte", float("inf"))
    raise ValueError(f"unknown form of filter: {condition}")


def _date(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))
