"""Row 22: "AWS API Call via CloudTrail" events, immediately and only if a rule may match them.

localemu sends one for each call a minute later, even without rules, which keeps it busy. Read-only calls are left out,
as on AWS. A trail is not required here.
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
"""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from localemu.aws.connect import connect_to
from localemu.services.cloudtrail import event_store, recording_hook
from localemu.services.events.models import events_stores

from ..patching import original, replace

DETAIL_TYPE = "AWS API Call via CloudTrail"

_senders = ThreadPoolExecutor(max_workers=2, thread_name_prefix="api-call-events")


def _emit(service_name: str, account_id: str, region: str, event: Any, service_request: dict[str, Any]) -> None:
    if service_name == "events" or event.event_category != "Management":
        return
    if event_store._is_read_only(event.event_name) or not _somebody_waits(account_id, region):
        return
    entry = {
        "Source": f"aws.{service_name}",
        "DetailType": DETAIL_TYPE,
        "Detail": event.to_cloudtrail_event_json(),
        "Time": event.event_time,
        "Resources": recording_hook._build_eventbridge_resources(service_name, service_request, region, account_id),
    }
    client = connect_to(aws_access_key_id=account_id, region_name=region).events
    _senders.submit(client.put_events, Entries=[entry])


def _somebody_waits(account_id: str, region: str) -> bool:
    """Whether an enabled rule of the default bus could match: one that names the detail-type or none at all."""
    bus = events_stores[account_id][region].event_buses.get("default")
    patterns = [rule.event_pattern or "" for rule in bus.rules.values() if rule.state == "ENABLED"] if bus else []
    return any(DETAIL_TYPE in pattern or (pattern and "detail-type" not in pattern) for pattern in patterns)


def install() -> None:
    """Repairs the events of API calls."""
    original(recording_hook, "_build_eventbridge_resources")
    original(event_store, "_is_read_only")
    replace(recording_hook, "_emit_cloudtrail_to_eventbridge", _emit)
    recording_hook.register_recording_hook()
