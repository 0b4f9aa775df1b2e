"""Polling of SQS event source mappings: several batches at a time, with unchanged message bodies.

https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
"""

import json
import logging
import math
import threading
import time
from typing import Any

from botocore.exceptions import ClientError
from localemu.aws.api.lambda_ import InvalidParameterValueException
from localemu.aws.connect import connect_to
from localemu.services.lambda_ import provider
from localemu.services.lambda_.event_source_mapping import esm_worker_factory
from localemu.services.lambda_.event_source_mapping.event_processor import PartialBatchFailureError
from localemu.services.lambda_.event_source_mapping.pollers import sqs_poller
from localemu.services.lambda_.event_source_mapping.pollers.poller import parse_batch_item_failures
from localemu.services.sqs.models import sqs_stores

from ..iam.roles import role_may
from ..patching import replace, wrap

LOG = logging.getLogger(__name__)

DEFAULT_CONCURRENCY = 5
"""Lambda starts with five batches at a time."""
POLL_SECONDS = 5
"""How long one poll waits for a message. Lambda waits 20 s, which would delay the end of a mapping here."""


def _poll(poller: Any) -> None:
    """Receives messages for as many batches as may start now and passes each batch to its own thread."""
    slots = poller.slots
    if not slots.acquire(timeout=POLL_SECONDS):
        return
    free = 1
    most = 1 if poller.maximum_batching_window else sqs_poller.DEFAULT_MAX_RECEIVE_COUNT // poller.batch_size
    while free < most and slots.acquire(blocking=False):
        free += 1
    try:
        messages = _receive(poller, free)
        if messages and poller.ending.is_set():
            _give_back(poller, messages)
            return
        for start in range(0, len(messages), poller.batch_size):
            batch = messages[start : start + poller.batch_size]
            threading.Thread(target=_handle, args=(poller, batch, slots), daemon=True).start()
            free -= 1
    finally:
        for _ in range(free):
            slots.release()


def _receive(poller: Any, batches: int) -> list[dict[str, Any]]:
    """The messages of up to this many batches; with a batching window it waits for more than the first ones."""
    window = poller.maximum_batching_window
    if not window:
        return _receive_once(poller, batches * poller.batch_size, POLL_SECONDS)
    messages: list[dict[str, Any]] = []
    deadline = time.monotonic() + window
    # In short polls, so that a mapping that ends meanwhile gives back what it has.
    while len(messages) < poller.batch_size and not poller.ending.is_set():
        seconds = math.ceil(deadline - time.monotonic())
        if seconds <= 0:
            break
        messages += _receive_once(poller, poller.batch_size - len(messages), min(seconds, POLL_SECONDS))
    return messages


def _receive_once(poller: Any, most: int, seconds: int) -> list[dict[str, Any]]:
    response = poller.source_client.receive_message(
        QueueUrl=poller.queue_url,
        MaxNumberOfMessages=min(most, sqs_poller.DEFAULT_MAX_RECEIVE_COUNT),
        WaitTimeSeconds=seconds,
        MessageAttributeNames=["All"],
        MessageSystemAttributeNames=["All"],
    )
    return response.get("Messages", [])


def _give_back(poller: Any, messages: list[dict[str, Any]]) -> None:
    """Makes the messages of the last poll of a deleted or disabled mapping visible again."""
    _, _, _, region, account, _ = poller.source_arn.split(":", 5)
    client = connect_to(aws_access_key_id=account, region_name=region).sqs
    for message in messages:
        client.change_message_visibility(
            QueueUrl=poller.queue_url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0
        )


def _handle(poller: Any, messages: list[dict[str, Any]], slots: threading.Semaphore) -> None:
    try:
        poller.handle_messages(messages)
    except Exception as error:  # the messages become visible again, which is how Lambda treats every failure
        LOG.info("a batch from %s was not processed: %s", poller.source_arn, error)
    finally:
        slots.release()


def _build_worker(build: Any, self: Any) -> Any:
    """The worker of a mapping. Its poller respects ScalingConfig.MaximumConcurrency and the end of the mapping."""
    worker = build(self)
    if isinstance(worker.poller, sqs_poller.SqsPoller):
        maximum = (self.esm_config.get("ScalingConfig") or {}).get("MaximumConcurrency")
        worker.poller.slots = threading.Semaphore(maximum or DEFAULT_CONCURRENCY)
        worker.poller.ending = worker._shutdown_event
    return worker


def _handle_messages(poller: Any, messages: list[dict[str, Any]]) -> None:
    """Invokes the function with a batch and deletes the processed messages."""
    events = sqs_poller.transform_into_events(messages)
    kept = {event["messageId"] for event in poller.filter_events([_with_parsed_body(event) for event in events])}
    poller.delete_messages(messages, {event["messageId"] for event in events} - kept)
    batch = [event for event in events if event["messageId"] in kept]
    if not batch:
        return
    processed = kept
    try:
        _invoke(poller, batch)
    except PartialBatchFailureError as error:
        processed = kept - set(parse_batch_item_failures(error.partial_failure_payload, kept))
    poller.delete_messages(messages, processed)


def _invoke(poller: Any, batch: list[dict[str, Any]]) -> None:
    """Invokes the function. If it is throttled, retries while the messages are invisible to others.

    https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
    """
    deadline = time.monotonic() + _visibility_seconds(poller.source_arn) - 1
    pause = 0.1
    while True:
        try:
            poller.processor.process_events_batch(poller.add_source_metadata(batch))
            return
        except ClientError as error:
            throttled = error.response["Error"]["Code"] == "TooManyRequestsException"
            if not throttled or time.monotonic() + pause > deadline or poller.ending.is_set():
                raise
        time.sleep(pause)
        pause = min(2 * pause, 1.0)


def _visibility_seconds(queue_arn: str) -> float:
    _, _, _, region, account, name = queue_arn.split(":", 5)
    queue = sqs_stores[account][region].queues.get(name)
    return float(queue.visibility_timeout) if queue else 0.0


def _with_parsed_body(event: dict[str, Any]) -> dict[str, Any]:
    """A copy for filters, which parse JSON bodies; functions get the original body."""
    try:
        return {**event, "body": json.loads(event["body"])}
    except ValueError:
        return event


def _require_permissions(check: Any, self: Any, service: str, source: str, function: str, role: str) -> None:
    """A mapping can only be created if the function's role may read the queue.

    https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
    """
    for action in ("ReceiveMessage", "DeleteMessage", "GetQueueAttributes") if service.startswith("sqs") else ():
        if not role_may(role, f"sqs:{action}", source):
            raise InvalidParameterValueException(
                f"The provided execution role does not have permissions to call {action} on SQS", Type="User"
            )
    check(self, service, source, function, role)


def install() -> None:
    """Repairs SQS event source mappings."""
    replace(sqs_poller.SqsPoller, "poll_events", _poll)
    replace(sqs_poller.SqsPoller, "handle_messages", _handle_messages)
    wrap(esm_worker_factory.EsmWorkerFactory, "get_esm_worker")(_build_worker)
    wrap(provider.LambdaProvider, "check_service_resource_exists")(_require_permissions)
