"""Security Hub's finding aggregator: one per account, visible in every Region. Row X52.

https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_CreateFindingAggregator.html
"""

from typing import Any

from ..operations import add, error

_aggregators: dict[str, dict[str, Any]] = {}
"""By account."""


def _require_hub(context: Any) -> None:
    from moto.securityhub.models import securityhub_backends

    if not securityhub_backends[context.account_id][context.region].enabled:
        raise error(
            "InvalidAccessException", f"Account {context.account_id} is not subscribed to AWS Security Hub", 401
        )


def _create(context: Any, request: dict[str, Any]) -> dict[str, Any]:
    _require_hub(context)
    account, region = context.account_id, context.region
    if account in _aggregators:
        raise error("InvalidInputException", "A finding aggregator already exists")
    _aggregators[account] = {
        "FindingAggregatorArn": f"arn:aws:securityhub:{region}:{account}:finding-aggregator/{account}",
        "FindingAggregationRegion": region,
        "RegionLinkingMode": request["RegionLinkingMode"],
        "Regions": request.get("Regions") or [],
    }
    return _aggregators[account]


def _list(context: Any, request: dict[str, Any]) -> dict[str, Any]:
    _require_hub(context)
    known = _aggregators.get(context.account_id)
    return {"FindingAggregators": [{"FindingAggregatorArn": known["FindingAggregatorArn"]}] if known else []}


def _named(context: Any, request: dict[str, Any]) -> dict[str, Any]:
    _require_hub(context)
    known = _aggregators.get(context.account_id)
    if known is None or known["FindingAggregatorArn"] != request["FindingAggregatorArn"]:
        raise error("ResourceNotFoundException", f"{request['FindingAggregatorArn']} was not found", 404)
    return known


def _delete(context: Any, request: dict[str, Any]) -> dict[str, Any]:
    _named(context, request)
    del _aggregators[context.account_id]
    return {}


def install() -> None:
    """Adds the operations to Security Hub."""
    add(
        "securityhub",
        {
            "CreateFindingAggregator": _create,
            "ListFindingAggregators": _list,
            "GetFindingAggregator": _named,
            "DeleteFindingAggregator": _delete,
        },
    )
