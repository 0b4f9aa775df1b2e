"""Row 22: "AWS API Call via CloudTrail" events, immediately and only if a rule may match them.

localemu sends one for each call a minute later, even without rules, which keeps it busy. Read-only calls are left out,
as on AWS. A trail is not required here.
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
"""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from localemu.aws.connect import connect_to
from localemu.services.cloudtrail import event_store, recording_hook
from localemu.services.events.models import events_stores

from ..patching import original, replace

DETAIL_TYPE = "AWS API Call via CloudTrail"
SERVICE_DETAIL_TYPE = "AWS Service Event via CloudTrail"

GLOBAL_REGION = "us-east-1"
"""Where Organizations has its events, whatever Region a client asks.

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_cloudtrail-integration.html
"""

_VERSIONED = {
    ("lambda", "DeleteFunctionConcurrency"): "DeleteFunctionConcurrency20171031",
    ("lambda", "PublishVersion"): "PublishVersion20150331",
    ("lambda", "PutFunctionConcurrency"): "PutFunctionConcurrency20171031",
    ("lambda", "UpdateEventSourceMapping"): "UpdateEventSourceMapping20150331",
}
"""Names with the version of the API: https://docs.aws.amazon.com/lambda/latest/dg/logging-using-cloudtrail.html"""

_SOURCES = {"s3control": "s3"}
"""Services that CloudTrail knows by another name."""

_senders = ThreadPoolExecutor(max_workers=2, thread_name_prefix="api-call-events")


def _emit(service_name: str, account_id: str, region: str, event: Any, service_request: dict[str, Any]) -> None:
    if service_name == "events" or event.event_category != "Management":
        return
    region = GLOBAL_REGION if service_name == "organizations" else region
    if event_store._is_read_only(event.event_name) or not _is_awaited(account_id, region):
        return
    detail = json.loads(event.to_cloudtrail_event_json())
    detail["eventName"] = _VERSIONED.get((service_name, event.event_name), event.event_name)
    entry = {
        "Source": f"aws.{_SOURCES.get(service_name, service_name)}",
        "DetailType": DETAIL_TYPE,
        "Detail": json.dumps(detail),
        "Time": event.event_time,
        "Resources": recording_hook._build_eventbridge_resources(service_name, service_request, region, account_id),
    }
    client = connect_to(aws_access_key_id=account_id, region_name=region).events
    _senders.submit(client.put_events, Entries=[entry])


def service_event(account_id: str, service_name: str, name: str, details: dict[str, Any]) -> None:
    """Sends the event of a global service about its own work.

    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/non-api-aws-service-events.html
    """
    if not _is_awaited(account_id, GLOBAL_REGION, SERVICE_DETAIL_TYPE):
        return
    detail = {
        "eventSource": f"{service_name}.amazonaws.com",
        "eventName": name,
        "awsRegion": GLOBAL_REGION,
        "eventType": "AwsServiceEvent",
        "recipientAccountId": account_id,
        "serviceEventDetails": details,
    }
    entry = {
        "Source": f"aws.{service_name}",
        "DetailType": SERVICE_DETAIL_TYPE,
        "Detail": json.dumps(detail),
    }
    client = connect_to(aws_access_key_id=account_id, region_name=GLOBAL_REGION).events
    _senders.submit(client.put_events, Entries=[entry])


def _is_awaited(account_id: str, region: str, detail_type: str = DETAIL_TYPE) -> bool:
    """Whether an enabled rule of the default bus could match: one that names the detail-type or none at all."""
    bus = events_stores[account_id][region].event_buses.get("default")
    patterns = [rule.event_pattern or "" for rule in bus.rules.values() if rule.state == "ENABLED"] if bus else []
    return any(detail_type in pattern or (pattern and "detail-type" not in pattern) for pattern in patterns)


def install() -> None:
    """Repairs the events of API calls."""
    original(recording_hook, "_build_eventbridge_resources")
    original(event_store, "_is_read_only")
    replace(recording_hook, "_emit_cloudtrail_to_eventbridge", _emit)
    recording_hook.register_recording_hook()
