"""Row 19: the topic sends a message that a subscriber refuses to the dead-letter queue of the subscription.

The queue's policy must allow the topic, not the subscription.
https://docs.aws.amazon.com/sns/latest/dg/sns-configure-dead-letter-queue.html
"""

from typing import Any

from localemu.utils.aws import dead_letter_queue

from ..patching import wrap


def _in_name_of_topic(send: Any, source_arn: str, *arguments: Any, **options: Any) -> Any:
    topic = source_arn.rpartition(":")[0] if source_arn.split(":")[2] == "sns" else source_arn
    return send(topic, *arguments, **options)


def install() -> None:
    """Repairs the dead-letter queues of subscriptions."""
    wrap(dead_letter_queue, "_send_to_dead_letter_queue")(_in_name_of_topic)
