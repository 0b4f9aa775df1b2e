"""Row 6: an event between buses keeps its time, and a refusal by the receiving bus is a failed delivery.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-bus-to-bus.html
"""

import json
from typing import Any

from localemu.services.events import target
from localemu.services.events.utils import get_trace_header_encoded_region_account

from ..patching import replace


def _send_event(self: Any, event: Any, trace_header: Any) -> None:
    entry = {
        "EventBusName": self.target["Arn"],
        "Source": self._get_source(event),
        "DetailType": self._get_detail_type(event),
        "Detail": json.dumps(event.get("detail", event)),
        "Resources": self._get_resources(event),
    }
    if "time" in event:
        entry["Time"] = event["time"]
    origin = get_trace_header_encoded_region_account(
        event, self.region, self.account_id, self.target_region, self.target_account_id
    )
    if origin:
        entry["TraceHeader"] = origin
    response = self.client.put_events(Entries=[entry], TraceHeader=trace_header)
    if response.get("FailedEntryCount"):
        raise RuntimeError(f"the bus {self.target['Arn']} refused the event: {response['Entries']}")


def install() -> None:
    """Repairs the delivery from bus to bus."""
    replace(target.EventsTargetSender, "send_event", _send_event)
