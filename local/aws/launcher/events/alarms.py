"""Row 19: alarms publish as CloudWatch, so that the policies of a topic and of its key apply. Filters of alarms add up.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
"""

import threading
from typing import Any

from localemu.services.cloudwatch import provider_v2

from ..patching import original, replace, wrap

_current = threading.local()


class _Clients:
    """localemu's clients for the actions of an alarm; topics receive messages from the alarm."""

    def __init__(self, clients: Any) -> None:
        self.lambda_ = clients.lambda_
        self.sns = _Topics(clients.sns)


class _Topics:
    def __init__(self, client: Any) -> None:
        self._client = client

    def publish(self, **message: Any) -> Any:
        """Publishes for the alarm whose message was created last in this thread."""
        return self._client.request_metadata(service_principal="cloudwatch", source_arn=_current.arn).publish(**message)


def _remember_alarm(make: Any, alarm: Any, *arguments: Any) -> Any:
    _current.arn = alarm.alarm["AlarmArn"]
    return make(alarm, *arguments)


def _in_state(describe: Any, *arguments: Any, state_value: str | None = None, **filters: Any) -> Any:
    found = describe(*arguments, **filters)
    for kind in ("MetricAlarms", "CompositeAlarms") if state_value else ():
        found[kind] = [alarm for alarm in found[kind] if alarm["StateValue"] == state_value]
    return found


def install() -> None:
    """Repairs the actions of alarms, and their filter by state."""
    wrap(provider_v2.CloudwatchProvider, "describe_alarms")(_in_state)
    connect = original(provider_v2, "connect_to")
    replace(provider_v2, "connect_to", lambda **options: _Clients(connect(**options)))
    wrap(provider_v2, "create_message_response_update_state_sns")(_remember_alarm)
    wrap(provider_v2, "create_message_response_update_composite_alarm_state_sns")(_remember_alarm)
