"""The Condition element of a statement. Rows 8 and 24.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

import base64
import ipaddress
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from .patterns import arn_like, as_list, fill_variables, like

Context = Mapping[str, Any]
"""Condition keys in lower case to their value: a string, or a list of strings for a key with several values."""


def _date(text: str) -> datetime:
    if text.isdigit():
        return datetime.fromtimestamp(int(text), UTC)
    parsed = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)


def _in_network(address: str, network: str) -> bool:
    return ipaddress.ip_address(address) in ipaddress.ip_network(network, strict=False)


_TESTS: dict[str, Callable[[str, str], bool]] = {
    "stringequals": lambda found, wanted: found == wanted,
    "stringequalsignorecase": lambda found, wanted: found.lower() == wanted.lower(),
    "stringlike": lambda found, wanted: like(wanted, found),
    "numericequals": lambda found, wanted: float(found) == float(wanted),
    "numericlessthan": lambda found, wanted: float(found) < float(wanted),
    "numericlessthanequals": lambda found, wanted: float(found) <= float(wanted),
    "numericgreaterthan": lambda found, wanted: float(found) > float(wanted),
    "numericgreaterthanequals": lambda found, wanted: float(found) >= float(wanted),
    "dateequals": lambda found, wanted: _date(found) == _date(wanted),
    "datelessthan": lambda found, wanted: _date(found) < _date(wanted),
    "datelessthanequals": lambda found, wanted: _date(found) <= _date(wanted),
    "dategreaterthan": lambda found, wanted: _date(found) > _date(wanted),
    "dategreaterthanequals": lambda found, wanted: _date(found) >= _date(wanted),
    "bool": lambda found, wanted: found.lower() == wanted.lower(),
    "binaryequals": lambda found, wanted: base64.b64decode(found) == base64.b64decode(wanted),
    "ipaddress": _in_network,
    "arnequals": lambda found, wanted: arn_like(wanted, found),
    "arnlike": lambda found, wanted: arn_like(wanted, found),
}

_NEGATIONS = {
    "stringnotequals": "stringequals",
    "stringnotequalsignorecase": "stringequalsignorecase",
    "stringnotlike": "stringlike",
    "numericnotequals": "numericequals",
    "datenotequals": "dateequals",
    "notipaddress": "ipaddress",
    "arnnotequals": "arnequals",
    "arnnotlike": "arnlike",
}


def conditions_hold(conditions: Mapping[str, Mapping[str, Any]] | None, context: Context) -> bool:
    """Whether every condition holds. Raises ValueError for an operator that AWS does not have."""
    return all(
        _holds(operator, context.get(key.lower()), as_list(wanted), context)
        for operator, block in (conditions or {}).items()
        for key, wanted in block.items()
    )


def _holds(operator: str, found: Any, wanted: list[Any], context: Context) -> bool:
    quantifier, _, name = operator.lower().rpartition(":")
    optional = name.endswith("ifexists")
    name = name.removesuffix("ifexists")
    values = [_text(value) for value in as_list(found)]
    if name == "null":
        return (not values) == (_text(wanted[0]).lower() == "true")
    negated = name in _NEGATIONS
    test = _TESTS.get(_NEGATIONS.get(name, name))
    if test is None:
        raise ValueError(f'unknown condition operator "{operator}"')
    if not values:
        if quantifier:
            return quantifier == "forallvalues"
        return optional or negated  # a negated operator matches a missing key
    patterns = [pattern for value in wanted if (pattern := fill_variables(_text(value), context)) is not None]

    def passes(value: str) -> bool:
        return any(_safely(test, value, pattern) for pattern in patterns) != negated

    if quantifier == "foranyvalue":
        return any(passes(value) for value in values)
    return all(passes(value) for value in values) if quantifier or negated else any(passes(value) for value in values)


def _safely(test: Callable[[str, str], bool], found: str, wanted: str) -> bool:
    try:
        return test(found, wanted)
    except ValueError:
        return False  # not a number, date or address: AWS counts that as no match


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
