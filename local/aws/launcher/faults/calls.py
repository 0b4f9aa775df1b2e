"""A call in the form that the fault rules use."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from localemu.services.iam_enforcement import enforcer, identity

_READS = re.compile(r"(Describe|Get|List|Head|Lookup|Search|Query|Scan|BatchGet|Simulate)")


@dataclass(frozen=True)
class Call:
    """An API call: its place, caller, operation and input."""

    service: str
    operation: str
    account: str
    region: str
    caller: str
    """ARN of the principal, empty for an anonymous one."""
    given: dict[str, Any]

    @property
    def reads(self) -> bool:
        """Whether the call changes nothing."""
        return _READS.match(self.operation) is not None


def call_of(context: Any) -> Call | None:
    """The call of an external request; None for a call of the local AWS itself."""
    if not context.service or not context.operation or context.is_internal_call:
        return None
    key = enforcer._extract_access_key(context)
    found = identity.resolve_caller(key, context.account_id, context.region) if key else None
    return Call(
        context.service.service_name,
        context.operation.name,
        context.account_id,
        context.region,
        found.arn if found else "",
        dict(context.service_request or {}),
    )


def strings(value: Any) -> Iterator[str]:
    """Every string in an input or answer, at any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from strings(one)


def contains(value: Any, wanted: Any) -> bool:
    """Whether an input matches: members of objects, elements of lists, text with `*` and `?`."""
    if isinstance(wanted, dict):
        return isinstance(value, dict) and all(contains(value.get(name), one) for name, one in wanted.items())
    if isinstance(wanted, list):
        return isinstance(value, list) and all(any(contains(given, one) for given in value) for one in wanted)
    if isinstance(wanted, str):
        return isinstance(value, str) and fnmatchcase(value, wanted)
    return value == wanted
