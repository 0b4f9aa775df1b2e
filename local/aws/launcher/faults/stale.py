"""Reads that return the state before a change, for a while.

A read returns the previous answer to the same request. A request without a previous answer returns current data.
https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html
"""

import json
from typing import Any

from .calls import Call
from .rules import BOOK, LOG, Rule

Answer = tuple[int, bytes, list[tuple[str, str]]]
"""Status, body and headers."""

_asked: dict[Any, Answer] = {}
_kept: dict[tuple[int, Any], Answer] = {}


def _question(call: Call) -> Any:
    return call.service, call.operation, call.account, call.region, json.dumps(call.given, sort_keys=True, default=str)


def old_answer(call: Call) -> Answer | None:
    """The answer from before a change, if a rule applies to this read."""
    question = _question(call)
    with BOOK.lock:
        for rule in BOOK.of_kind("stale"):
            if question in rule.until and rule.holds(question):
                rule.hits += 1
                LOG.info("fault %d: %s answers as before %s", rule.number, call.operation, rule.spec["operation"])
                return _kept[rule.number, question]
    return None


def remember(call: Call, response: Any) -> None:
    """Stores the answer of a read, for a possible later change."""
    with BOOK.lock:
        if any(call.service == rule.spec["service"] and call.operation in rule.spec["of"] for rule in _rules()):
            _asked[_question(call)] = (response.status_code, response.get_data(), list(response.headers.items()))


def begin(call: Call) -> None:
    """Makes stored answers stale after a change that a rule matches."""
    with BOOK.lock:
        for rule in _rules():
            if not rule.about(call):
                continue
            for question, answer in _asked.items():
                service, operation, account, region, _ = question
                if (service, account, region) == (call.service, call.account, call.region):
                    if operation in rule.spec["of"]:
                        rule.begin(question)
                        _kept[rule.number, question] = answer


def forget() -> None:
    """Forgets all answers."""
    with BOOK.lock:
        _asked.clear()
        _kept.clear()


def _rules() -> list[Rule]:
    return BOOK.of_kind("stale")
