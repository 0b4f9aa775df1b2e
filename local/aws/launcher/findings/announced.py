"""Findings that a test announces: events that an account's root user puts on its default bus, like the source."""

import json
from collections.abc import Callable
from typing import Any

from localemu.services.events.provider import EventsProvider
from localemu.services.iam_enforcement import enforcer

from ..iam.callers import caller_of
from ..patching import original, wrap

Learn = Callable[[str, str, dict[str, Any]], None]
"""Receives account and Region of the bus, and the event's detail."""

_learners: dict[tuple[str, str], Learn] = {}


def when_announced(source: str, detail_type: str, learn: Learn) -> None:
    """Calls `learn` for every event of this kind."""
    _learners[source, detail_type] = learn


def _put_events(put: Any, self: Any, context: Any, entries: Any, *arguments: Any, **options: Any) -> Any:
    answer = put(self, context, entries, *arguments, **options)
    if not context.is_internal_call and _is_root(context):
        for entry, taken in zip(entries, answer["Entries"], strict=True):
            learn = _learners.get((entry.get("Source"), entry.get("DetailType")))
            if learn and (entry.get("EventBusName") or "default") == "default" and taken.get("EventId"):
                learn(context.account_id, context.region, json.loads(entry["Detail"]))
    return answer


def _is_root(context: Any) -> bool:
    access_key = enforcer._extract_access_key(context)
    caller = caller_of(access_key, context.account_id, context.region) if access_key else None
    return caller is not None and caller.kind == "root"


def install() -> None:
    """Listens to events on default buses."""
    original(enforcer, "_extract_access_key")
    wrap(EventsProvider, "put_events")(_put_events)
