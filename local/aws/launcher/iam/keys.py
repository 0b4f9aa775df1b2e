"""KMS keys by id, ARN or alias, and the key permissions that an encrypted topic or queue needs.

https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
"""

from typing import Any

_WRITING = ("kms:GenerateDataKey", "kms:Decrypt")
_USES = {
    ("sns", "Publish"): _WRITING,
    ("sns", "PublishBatch"): _WRITING,
    ("sqs", "SendMessage"): _WRITING,
    ("sqs", "SendMessageBatch"): _WRITING,
    ("sqs", "ReceiveMessage"): ("kms:Decrypt",),
}


def key_arn(name: str, account: str, region: str) -> str:
    """The ARN of a key that a call names by id, alias, or the ARN of either."""
    from localemu.services.kms.models import kms_stores

    if name.startswith("arn:"):
        _, _, _, region, account, name = name.split(":", 5)
    if name.startswith("alias/"):
        alias = kms_stores[account][region].aliases.get(name)
        if alias is None or name.startswith("alias/aws/"):
            return f"arn:aws:kms:{region}:{account}:{name}"
        return key_arn(alias.metadata["TargetKeyId"], account, region)
    return f"arn:aws:kms:{region}:{account}:key/{name.removeprefix('key/')}"


def key(account: str, region: str, name: str) -> Any | None:
    """A key of localemu's KMS by `key/ID`; None if it does not exist."""
    from localemu.services.kms.models import kms_stores

    return kms_stores[account][region].keys.get(name.removeprefix("key/"))


def needed_key(service: str, operation: str, resource: str) -> tuple[tuple[str, ...], str] | None:
    """The KMS actions, and the key, that a call to an encrypted topic or queue needs besides its own permission.

    None without encryption by KMS. The ARN of an AWS managed key ends with its alias, like `alias/aws/sns`.
    """
    actions = _USES.get((service, operation))
    if actions is None:
        return None
    _, _, _, region, account, name = resource.split(":", 5)
    configured = _topic_key(account, region, resource) if service == "sns" else _queue_key(account, region, name)
    return (actions, key_arn(configured, account, region)) if configured else None


def is_aws_managed(arn: str) -> bool:
    """Whether a key is AWS managed: its policy allows the whole account, but no service that acts for a resource."""
    return ":alias/aws/" in arn


def _topic_key(account: str, region: str, arn: str) -> str | None:
    from localemu.services.sns.models import sns_stores

    topic = sns_stores[account][region].topics.get(arn)
    return (topic.get("attributes") or {}).get("KmsMasterKeyId") if topic else None


def _queue_key(account: str, region: str, name: str) -> str | None:
    from localemu.services.sqs.models import sqs_stores

    queue = sqs_stores[account][region].queues.get(name)
    return queue.attributes.get("KmsMasterKeyId") if queue else None
