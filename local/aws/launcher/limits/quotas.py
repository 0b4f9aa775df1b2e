"""Service Quotas, and the concurrency that Lambda's reservations leave. Row X52.

The parameter `/local-aws/quotas/SERVICE/CODE` of the account and Region sets the value of a quota that differs from
AWS's default.

https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_GetServiceQuota.html
https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
"""

from typing import Any

from localemu.services.lambda_.provider import LambdaProvider

from ..operations import add, error
from ..patching import wrap

PREFIX = "/local-aws/quotas/"

_CONCURRENCY = ("lambda", "L-B99A9384")

_DEFAULTS: dict[tuple[str, str], tuple[str, float]] = {
    _CONCURRENCY: ("Concurrent executions", 1000),
    ("events", "L-244521F2"): ("Number of rules", 300),
    ("iam", "L-FE177D64"): ("Roles per account", 1000),
    ("iam", "L-0DA4ABF3"): ("Managed policies per role", 10),
    ("iam", "L-E95E4862"): ("Customer managed policies per account", 1500),
    ("vpc", "L-E79EC296"): ("VPC security groups per Region", 2500),
}


def _wished(service: str, code: str, account: str, region: str) -> float | None:
    from moto.ssm.models import ssm_backends

    found: Any = ssm_backends[account][region].get_parameter(f"{PREFIX}{service}/{code}")
    return None if found is None else float(found.value)


def _quota(context: Any, request: dict[str, Any], own: bool) -> dict[str, Any]:
    service, code = request["ServiceCode"], request["QuotaCode"]
    known = _DEFAULTS.get((service, code))
    if known is None:
        raise error("NoSuchResourceException", "The specified quota does not exist.")
    name, default = known
    wished = _wished(service, code, context.account_id, context.region) if own else None
    value = default if wished is None else wished
    return {"Quota": {"ServiceCode": service, "QuotaCode": code, "QuotaName": name, "Value": value}}


def _applied(context: Any, request: dict[str, Any]) -> dict[str, Any]:
    return _quota(context, request, own=True)


def _default(context: Any, request: dict[str, Any]) -> dict[str, Any]:
    return _quota(context, request, own=False)


def _settings(get: Any, self: Any, context: Any, *arguments: Any, **options: Any) -> Any:
    """Reservations are checked against the same value."""
    settings = get(self, context, *arguments, **options)
    wished = _wished(*_CONCURRENCY, context.account_id, context.region)
    if wished is not None:
        limit = settings["AccountLimit"]
        limit["UnreservedConcurrentExecutions"] += int(wished) - limit["ConcurrentExecutions"]
        limit["ConcurrentExecutions"] = int(wished)
    return settings


def install() -> None:
    """Adds the quotas and makes Lambda enforce them."""
    add("service-quotas", {"GetServiceQuota": _applied, "GetAWSDefaultServiceQuota": _default})
    wrap(LambdaProvider, "get_account_settings")(_settings)
