"""Subjects of topics; delays and invisibility of messages in queues.

https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html
"""

from typing import Any

from ..operations import error

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


def _send(parameters: dict[str, Any], account: str, region: str) -> None:
    _within("DelaySeconds", parameters.get("DelaySeconds"), _DELAY)


def _send_batch(parameters: dict[str, Any], account: str, region: str) -> None:
    for entry in parameters.get("Entries") or []:
        _within("DelaySeconds", entry.get("DelaySeconds"), _DELAY)


def _visibility(parameters: dict[str, Any], account: str, region: str) -> None:
    _within("VisibilityTimeout", parameters.get("VisibilityTimeout"), _INVISIBLE)


TOPICS = {"Publish": _publish, "PublishBatch": _publish_batch}
QUEUES = {
    "SendMessage": _send,
    "SendMessageBatch": _send_batch,
    "ChangeMessageVisibility": _visibility,
    "ReceiveMessage": _visibility,
}
