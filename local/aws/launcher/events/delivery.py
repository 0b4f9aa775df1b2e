"""Row 19: events that their target does not accept.

A refusal or a missing target is final: the event goes to the target's dead-letter queue immediately, if that queue
allows EventBridge; else it is lost. Other errors are retried, with short pauses.
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
"""

import json
import logging
import threading
import time
from typing import Any

from botocore.exceptions import ClientError
from localemu.aws.connect import connect_to
from localemu.services.events import target
from localemu.services.events.utils import to_json_str
from localemu.utils.aws.arns import sqs_queue_url_for_arn

from ..patching import replace

LOG = logging.getLogger(__name__)

_DEFAULT_ATTEMPTS = 3
"""AWS retries for 24 hours and up to 185 times."""


def _process_event(self: Any, event: dict[str, Any], trace_header: Any) -> None:
    """Transforms the event for the target and delivers it."""
    original = dict(event)
    original.pop("event-bus-name", None)
    shaped: Any = dict(original)
    if constant := self.target.get("Input"):
        shaped = json.loads(constant)
    else:
        if path := self.target.get("InputPath"):
            shaped = target.transform_event_with_target_input_path(path, shaped)
        if transformer := self.target.get("InputTransformer"):
            shaped = self.transform_event_with_target_input_transformer(transformer, shaped)
    error = _attempt(self, shaped, trace_header)
    if error is None:
        return
    if _is_final(error):
        _give_up(self, original, error, 0)
        return
    # The other targets of the rule must not wait for this one.
    threading.Thread(target=_try_again, args=(self, original, shaped, trace_header, error), daemon=True).start()


def _try_again(sender: Any, original: Any, shaped: Any, trace_header: Any, error: Exception) -> None:
    attempts = sender.target.get("RetryPolicy", {}).get("MaximumRetryAttempts", _DEFAULT_ATTEMPTS)
    for attempt in range(min(attempts, _DEFAULT_ATTEMPTS)):
        time.sleep(0.5 * 2**attempt)
        again = _attempt(sender, shaped, trace_header)
        if again is None:
            return
        error = again
    _give_up(sender, original, error, attempts)


def _attempt(sender: Any, shaped: Any, trace_header: Any) -> Exception | None:
    try:
        sender.send_event(shaped, trace_header)
        return None
    except Exception as error:  # the sender of each service has its own errors
        return error


def _is_final(error: Exception) -> bool:
    status = error.response["ResponseMetadata"].get("HTTPStatusCode", 0) if isinstance(error, ClientError) else 0
    return 400 <= status < 500 and status != 429


def _give_up(sender: Any, event: Any, error: Exception, attempts: int) -> None:
    """Sends the event to the dead-letter queue, as EventBridge itself: the queue's policy must allow it."""
    LOG.warning("event %s did not reach %s: %s", event.get("id"), sender.arn, error)
    _count(sender)
    queue = sender.target.get("DeadLetterConfig", {}).get("Arn")
    if not queue:
        return
    code = error.response["Error"]["Code"] if isinstance(error, ClientError) else "SDK_CLIENT_ERROR"
    refused = any(word in code for word in ("AccessDenied", "Authorization"))
    attributes = {
        "ERROR_CODE": "NO_PERMISSIONS" if refused else code,
        "ERROR_MESSAGE": str(error)[:1024],
        "RULE_ARN": sender.rule_arn,
        "TARGET_ARN": sender.arn,
        "RETRY_ATTEMPTS": str(attempts),
    }
    client = connect_to(aws_access_key_id=sender.account_id, region_name=sender.region).sqs
    try:
        client.request_metadata(service_principal="events", source_arn=sender.rule_arn).send_message(
            QueueUrl=sqs_queue_url_for_arn(queue),
            MessageBody=to_json_str(event),
            MessageAttributes={
                name: {"DataType": "String", "StringValue": value} for name, value in attributes.items()
            },
        )
    except ClientError as refusal:
        LOG.warning("event %s did not reach the dead-letter queue %s either: %s", event.get("id"), queue, refusal)


def _count(sender: Any) -> None:
    """The metric of the rule, which has no data while nothing fails.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html
    """
    *bus, name = sender.rule_arn.split(":rule/", 1)[1].split("/")
    dimensions = [("EventBusName", owner) for owner in bus] + [("RuleName", name)]
    connect_to(aws_access_key_id=sender.account_id, region_name=sender.region).cloudwatch.put_metric_data(
        Namespace="AWS/Events",
        MetricData=[
            {
                "MetricName": "FailedInvocations",
                "Dimensions": [{"Name": key, "Value": value} for key, value in dimensions],
                "Value": 1,
                "Unit": "Count",
            }
        ],
    )


def install() -> None:
    """Repairs the delivery to targets."""
    replace(target.TargetSender, "process_event", _process_event)
