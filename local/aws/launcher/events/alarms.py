"""Row 19: alarms publish as CloudWatch, so that the policies of a topic and of its key apply.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
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


def install() -> None:
    """Repairs the actions of alarms."""
    connect = original(provider_v2, "connect_to")
    replace(provider_v2, "connect_to", lambda **options: _Clients(connect(**options)))
    wrap(provider_v2, "create_message_response_update_state_sns")(_remember_alarm)
    wrap(provider_v2, "create_message_response_update_composite_alarm_state_sns")(_remember_alarm)
