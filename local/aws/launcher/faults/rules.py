"""The active fault rules, and how often each may still act. Thread-safe."""

import logging
import threading
import time
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from .calls import Call, contains

LOG = logging.getLogger("localemu.faults")
KINDS = ("fail", "hide", "stale")
_KNOWN = {
    "kind": str, "service": str, "operation": str, "account": str, "caller": str, "input": dict,
    "code": str, "message": str, "status": int, "when": str, "times": int, "skip": int, "delaySeconds": (int, float),
    "kill": str, "reads": int, "seconds": (int, float), "identifier": str, "of": list,
}  # fmt: skip


@dataclass
class Rule:
    """One rule. `hits` counts how often it acted."""

    number: int
    spec: dict[str, Any]
    hits: int = 0
    passed: int = 0
    until: dict[Any, float | int] = field(default_factory=dict)
    """Hidden or stale items, each with its end (seconds of the monotonic clock) or the number of reads left."""

    def about(self, call: Call) -> bool:
        """Whether the rule matches this call."""
        spec = self.spec
        return (
            call.service == spec["service"]
            and fnmatchcase(call.operation, spec.get("operation", "*"))
            and spec.get("account", call.account) == call.account
            and fnmatchcase(call.caller, spec.get("caller", "*"))
            and contains(call.given, spec.get("input", {}))
        )

    def begin(self, what: Any) -> None:
        """Marks `what` as hidden or stale."""
        self.until[what] = self.spec["reads"] if "reads" in self.spec else time.monotonic() + self.spec["seconds"]

    def holds(self, what: Any) -> bool:
        """Whether `what` is still hidden or stale. Uses up one read."""
        left = self.until.get(what)
        if left is None:
            return False
        if "seconds" in self.spec:
            return time.monotonic() < left
        if left <= 0:
            return False
        self.until[what] = left - 1
        return True


class RuleBook:
    """All rules. Every method may be called from any thread."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.rules: list[Rule] = []
        self._last = 0

    def add(self, spec: dict[str, Any]) -> int:
        """Adds a rule and returns its number. Raises ValueError for an invalid rule."""
        check(spec)
        with self.lock:
            self._last += 1
            self.rules.append(Rule(self._last, spec))
            LOG.info("fault %d: added %s", self._last, spec)
            return self._last

    def remove(self, number: int | None = None) -> None:
        """Removes a rule, or all of them."""
        with self.lock:
            self.rules = [rule for rule in self.rules if number not in (None, rule.number)]
            LOG.info("fault %s: removed", number or "*")

    def listed(self) -> list[dict[str, Any]]:
        """Every rule with its number and how often it acted."""
        with self.lock:
            return [{"id": rule.number, "hits": rule.hits, "fault": rule.spec} for rule in self.rules]

    def failing(self, call: Call, when: str) -> dict[str, Any] | None:
        """The failure of a call, if a rule makes it fail now. Counts it."""
        with self.lock:
            for rule in self.rules:
                spec = rule.spec
                if spec["kind"] != "fail" or spec.get("when", "before") != when or not rule.about(call):
                    continue
                if rule.passed < spec.get("skip", 0):
                    rule.passed += 1
                    continue
                if rule.hits >= spec.get("times", rule.hits + 1):
                    continue
                rule.hits += 1
                LOG.info("fault %d: %s fails %s its effect: %s", rule.number, call.operation, when, spec.get("code"))
                return spec
        return None

    def of_kind(self, kind: str) -> list[Rule]:
        """The rules of a kind. Hold `lock` while you use them."""
        return [rule for rule in self.rules if rule.spec["kind"] == kind]


def check(spec: dict[str, Any]) -> None:
    """Raises ValueError for an invalid rule, because a fault that never acts would prove nothing."""
    for name, value in spec.items():
        if name not in _KNOWN or not isinstance(value, _KNOWN[name]):
            raise ValueError(f"{name} = {value!r} is not understood")
    if spec.get("kind") not in KINDS:
        raise ValueError(f"kind is one of {KINDS}")
    if not spec.get("service"):
        raise ValueError("service is missing")
    if spec["kind"] == "fail":
        if spec.get("when", "before") not in ("before", "after"):
            raise ValueError('when is "before" or "after"')
        if not (spec.get("code") or spec.get("kill") or spec.get("delaySeconds")):
            raise ValueError("a failure has a code, a delay, or a function that it kills")
        return
    if ("reads" in spec) == ("seconds" in spec):
        raise ValueError("either reads or seconds says how long it lasts")
    if not spec.get("operation"):
        raise ValueError("operation is missing: the call after which answers lag")
    if spec["kind"] == "stale" and not spec.get("of"):
        raise ValueError("of names the reads that answer as before")


BOOK = RuleBook()
"""The rules of this local AWS."""
