"""Trails are started and stopped in their home Region only, and an account sees its own event history of one Region.

moto fails with an internal error for a trail of another Region, and localemu looks up the events of all accounts.
https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_StartLogging.html
https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
"""

from typing import Any

from localemu.services.cloudtrail import event_store
from moto.cloudtrail.exceptions import TrailNotFoundException
from moto.cloudtrail.models import CloudTrailBackend
from moto.core.exceptions import JsonRESTError

from ..operations import add
from ..patching import original, wrap

_MOST_EVENTS = 50


class _InvalidHomeRegionError(JsonRESTError):
    code = 400

    def __init__(self, name: str) -> None:
        super().__init__("InvalidHomeRegionException", f"Trail {name} has another home Region")


def _at_home(change: Any, self: Any, name: str) -> None:
    if name in self.trails:
        change(self, name)
        return
    if any(trail.trail_name == name for trail in self.describe_trails(include_shadow_trails=True)):
        raise _InvalidHomeRegionError(name)
    raise TrailNotFoundException(account_id=self.account_id, name=name)


def _lookup(context: Any, parameters: dict[str, Any]) -> dict[str, Any]:
    store = event_store.get_event_store()
    with store._lock:
        known = list(store._events)
    here = [one for one in known if (one.account_id, one.aws_region) == (context.account_id, context.region)]
    for attribute in parameters.get("LookupAttributes") or []:
        matches = event_store._ATTRIBUTE_FILTERS[attribute["AttributeKey"]]
        here = [one for one in here if matches(one, attribute["AttributeValue"])]
    if start := parameters.get("StartTime"):
        here = [one for one in here if one.event_time >= start]
    if end := parameters.get("EndTime"):
        here = [one for one in here if one.event_time <= end]
    first = int(parameters.get("NextToken") or 0)
    last = first + min(parameters.get("MaxResults") or _MOST_EVENTS, _MOST_EVENTS)
    answer: dict[str, Any] = {"Events": [one.to_lookup_event() for one in here[first:last]]}
    if last < len(here):
        answer["NextToken"] = str(last)
    return answer


def install() -> None:
    """Repairs where trails start and stop, and the event history."""
    original(event_store, "_ATTRIBUTE_FILTERS")
    for name in ("start_logging", "stop_logging"):
        wrap(CloudTrailBackend, name)(_at_home)
    add("cloudtrail", {"LookupEvents": _lookup})
