"""Whether a bucket policy is public: whether it allows more than fixed principals, accounts, networks or VPCs.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
"""

import ipaddress
from typing import Any

from .patterns import as_list
from .statements import Policy

_LIMITING_OPERATORS = {
    "stringequals",
    "stringequalsignorecase",
    "stringlike",
    "arnequals",
    "arnlike",
    "ipaddress",
}
_LIMITING_KEYS = {
    "aws:principalaccount",
    "aws:principalarn",
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:sourcearn",
    "aws:sourceaccount",
    "aws:sourceorgid",
    "aws:sourceorgpaths",
    "aws:sourceowner",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "aws:userid",
    "s3:dataaccesspointaccount",
    "s3:dataaccesspointarn",
}


def is_public(policy: Policy | None) -> bool:
    """Whether any statement of a policy is public."""
    return any(public_statement(statement) for statement in as_list((policy or {}).get("Statement")))


def public_statement(statement: dict[str, Any]) -> bool:
    """Whether a statement allows all principals something, without a condition that S3 counts as a limit."""
    everyone = "NotPrincipal" in statement or _everyone(statement.get("Principal"))
    if statement.get("Effect") != "Allow" or not everyone:
        return False
    return not any(
        _limits(operator, key, as_list(values))
        for operator, block in (statement.get("Condition") or {}).items()
        for key, values in block.items()
    )


def _everyone(principal: Any) -> bool:
    return principal == "*" or (isinstance(principal, dict) and "*" in as_list(principal.get("AWS")))


def _limits(operator: str, key: str, values: list[Any]) -> bool:
    name = operator.lower().removeprefix("foranyvalue:")
    if name not in _LIMITING_OPERATORS or not values:
        return False
    if key.lower() == "aws:sourceip":
        return all(_narrow(str(value)) for value in values)
    if key.lower() not in _LIMITING_KEYS:
        return False
    return all(_fixed(key.lower(), str(value)) for value in values)


def _fixed(key: str, value: str) -> bool:
    if "*" not in value and "?" not in value:
        return "${" not in value
    # An ARN or path is fixed if its account or organization is.
    if key in ("aws:principalarn", "aws:sourcearn", "s3:dataaccesspointarn"):
        parts = value.split(":")
        return len(parts) > 4 and parts[4].isdigit()
    if key in ("aws:principalorgpaths", "aws:sourceorgpaths"):
        return "*" not in value.split("/")[0]
    return False


def _narrow(network: str) -> bool:
    """Networks broader than /8, and /32 for IPv6, are public unless they are private."""
    try:
        parsed = ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False
    return parsed.is_private or parsed.prefixlen >= (8 if parsed.version == 4 else 32)
