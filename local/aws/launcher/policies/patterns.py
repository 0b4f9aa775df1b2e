"""Wildcards, ARNs and policy variables.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

_VARIABLE = re.compile(r"\$\{([^}]*)\}")
_LITERALS = {"*": "[*]", "?": "[?]", "$": "$"}


@lru_cache(maxsize=4096)
def _expression(pattern: str) -> re.Pattern[str]:
    parts = re.split(r"(\[\*\]|\[\?\]|\*|\?)", pattern)
    table = {"*": ".*", "?": ".", "[*]": r"\*", "[?]": r"\?"}
    return re.compile("".join(table.get(part, re.escape(part)) for part in parts), re.DOTALL)


def like(pattern: str, value: str) -> bool:
    """Whether a pattern with `*` and `?` matches the whole value. `[*]` and `[?]` stand for the characters."""
    return _expression(pattern).fullmatch(value) is not None


def arn_like(pattern: str, value: str) -> bool:
    """Whether an ARN pattern matches an ARN, component by component, so that `*` does not cross a colon."""
    expected, found = pattern.split(":", 5), value.split(":", 5)
    return len(expected) == len(found) and all(like(one, other) for one, other in zip(expected, found, strict=True))


def fill_variables(pattern: str, context: Mapping[str, Any]) -> str | None:
    """The pattern with its `${...}` variables filled in; None if one has no value and no default."""
    missing = False

    def value(found: re.Match[str]) -> str:
        nonlocal missing
        name, _, default = found.group(1).partition(",")
        if name in _LITERALS:
            return _LITERALS[name]
        given = context.get(name.strip().lower())
        if isinstance(given, str):
            return given
        if default:
            return default.strip().strip("'")
        missing = True
        return ""

    filled = _VARIABLE.sub(value, pattern)
    return None if missing else filled


def as_list(value: Any) -> list[Any]:
    """A JSON value that may be one item or a list of items, as a list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
