"""Subjects of topics; delays and invisibility of messages in queues.

https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html
"""

from typing import Any

from localemu.services.sqs.provider import SqsProvider

from ..operations import error
from ..patching import wrap

_SUBJECT = 100
_DELAY = 900
_INVISIBLE = 43_200


def _subject(value: str | None) -> None:
    """UTF-8 text without line breaks and control characters, shorter than 100 characters."""
    if value and (len(value) >= _SUBJECT or any(ord(one) < 32 or 127 <= ord(one) < 160 for one in value)):
        raise error("InvalidParameter", "Invalid parameter: Subject")


def _publish(parameters: dict[str, Any], account: str, region: str) -> None:
    _subject(parameters.get("Subject"))


def _publish_batch(parameters: dict[str, Any], account: str, region: str) -> None:
    for entry in parameters.get("PublishBatchRequestEntries") or []:
        _subject(entry.get("Subject"))


def _within(name: str, value: Any, most: int) -> None:
    if value is not None and not 0 <= int(value) <= most:
        text = f"Value {value} for parameter {name} is invalid. Reason: {name} must be >= 0 and <= {most}."
        raise error("InvalidParameterValue", text)


def _put(
    put: Any, self: Any, queue: Any, context: Any, message_body: str, delay_seconds: Any = None, *rest: Any, **more: Any
) -> Any:
    """In a batch, only the entry with an invalid delay fails."""
    _within("DelaySeconds", delay_seconds, _DELAY)
    return put(self, queue, context, message_body, delay_seconds, *rest, **more)


def _visibility(parameters: dict[str, Any], account: str, region: str) -> None:
    _within("VisibilityTimeout", parameters.get("VisibilityTimeout"), _INVISIBLE)


TOPICS = {"Publish": _publish, "PublishBatch": _publish_batch}
QUEUES = {"ChangeMessageVisibility": _visibility, "ReceiveMessage": _visibility}


def install() -> None:
    """Checks the delay of every message."""
    wrap(SqsProvider, "_put_message")(_put)
